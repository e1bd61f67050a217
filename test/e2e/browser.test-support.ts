import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium, type Browser } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome"];

/** The browser of this machine. */
export function openBrowser(): Promise<Browser> {
  const candidates = (process.env["PATH"] ?? "")
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  const executablePath = candidates.find((path) => existsSync(path));
  if (!executablePath)
    throw new Error("The end-to-end tests need Chromium: install it (apt-get install chromium)");
  return chromium.launch({ executablePath, args: ["--no-sandbox"] });
}
