import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { exportModule } from "../../export/index.ts";
import { writeFileAtomically } from "../../project/index.ts";
import { command } from "../command.ts";
import { findNamedPackage } from "../find-package.ts";
import { writtenLine } from "../written-result.ts";

interface ExportJsFlags {
  readonly json: boolean;
  readonly folder?: string;
  readonly out?: string;
}

/** `tandem export js NAME`: a package as one ES module and its types. */
export const exportJsCommand = command<ExportJsFlags, [string]>(async (context, flags, wanted) => {
  const { predictor } = await findNamedPackage(context, flags.folder, wanted);
  const { javascript, declarations } = exportModule(predictor.content);
  const folder = resolve(context.folder, flags.out ?? ".");
  const name = fileName(predictor.name);
  const files = [
    { path: join(folder, `${name}.js`), text: javascript },
    { path: join(folder, `${name}.d.ts`), text: declarations },
  ];
  for (const { path, text } of files) await writeFileAtomically(path, text);
  const written = files.map(({ path, text }) => ({ path, bytes: Buffer.byteLength(text) }));
  const compressed = gzipSync(javascript).length;
  return {
    text: [
      ...written.map(({ path, bytes }) => writtenLine(path, bytes)),
      `The module is ${compressed.toLocaleString("en")} bytes compressed (gzip) and needs nothing else.`,
    ].join("\n"),
    document: {
      model: { name: predictor.name, hash: predictor.hash },
      files: written,
      compressedBytes: compressed,
    },
  };
});

/** A name that every file system takes. */
const fileName = (name: string): string =>
  name.replaceAll(/[^A-Za-z0-9._-]+/g, "-").replace(/^[-.]+/, "") || "model";
