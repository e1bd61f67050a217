import { readFile } from "node:fs/promises";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { createSecureContext } from "node:tls";
import { failInput } from "../../base/index.ts";
import type { Certificate } from "./http-server.ts";

/** Reads a certificate and its key, both PEM, and tries whether they belong together. Fails with T2318. */
export async function readCertificate(certPath: string, keyPath: string): Promise<Certificate> {
  const certificate = { cert: await readPem(certPath), key: await readPem(keyPath) };
  try {
    // An empty file, as one that is just being written, passes for no certificate at all there, and nobody could connect.
    const first = new X509Certificate(certificate.cert);
    if (!first.checkPrivateKey(createPrivateKey(certificate.key))) throw new Error("another key");
    createSecureContext(certificate);
  } catch (error) {
    failCertificate(certPath, "The certificate and the key cannot be used together", error);
  }
  return certificate;
}

const readPem = (path: string): Promise<string> =>
  readFile(path, "utf8").catch((error: unknown) =>
    failCertificate(path, "The file of the certificate or its key cannot be read", error),
  );

function failCertificate(place: string, message: string, cause: unknown): never {
  // What the library says of a key never quotes it.
  const reason = cause instanceof Error && "code" in cause ? ` (${String(cause.code)})` : "";
  return failInput(
    "T2318",
    `${message}${reason}`,
    { place, cure: "Give the PEM files of one certificate, with its chain, and of its private key." },
    { cause },
  );
}
