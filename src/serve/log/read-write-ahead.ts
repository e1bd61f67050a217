import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { failWork } from "../../base/index.ts";
import { readFrameBody } from "./frame-body.ts";
import { scanFrames, type DamagedBytes } from "./frame.ts";
import type { Label } from "./label.ts";
import { fileNumber } from "./log-folder.ts";
import { createRowReader, type LayoutRows } from "./row-reader.ts";

/** What write-ahead files hold. */
export interface WriteAheadContent {
  readonly rows: readonly LayoutRows[];
  readonly labels: readonly Label[];
  readonly damaged: readonly (DamagedBytes & { readonly file: string })[];
}

/** The places of rows in the log: so many for each file. */
const placesOfFile = 2 ** 32;

/**
 * Reads write-ahead files. What was torn off at an end was never acknowledged and is left out; bytes that were acknowledged and
 * cannot be read are told. Fails with T2904 for a file of another kind or version.
 */
export async function readWriteAhead(folder: string, names: readonly string[]): Promise<WriteAheadContent> {
  const reader = createRowReader();
  const labels: Label[] = [];
  const damaged: (DamagedBytes & { readonly file: string })[] = [];
  for (const file of names) {
    const path = join(folder, file);
    const scanned = scanFrames(await readFile(path));
    if (!scanned.isKnown)
      failWork("T2904", "A file in the prediction log's folder is no write-ahead file that can be read", {
        place: path,
        cure: "Move it away if it is something else; a newer version of Tandem may have written it.",
      });
    damaged.push(...scanned.damaged.map((bytes) => ({ ...bytes, file })));
    const bodies = scanned.bodies.map((body) => readFrameBody(body));
    // A stream is defined more than once, so that a damaged frame does not take the rows of others with it.
    const streams = new Map(bodies.flatMap((body) => body.streams));
    let sequence = (fileNumber(file) ?? 0) * placesOfFile;
    for (const body of bodies) {
      for (const label of body.labels) labels.push(label);
      const unreadBytes = reader.read(body.rows, body.rowCount, streams, sequence);
      if (unreadBytes > 0) damaged.push({ file, offset: body.rows.byteOffset, byteCount: unreadBytes });
      sequence += body.rowCount;
    }
  }
  return { rows: reader.finish(), labels, damaged };
}
