/**
 * Compiles each AssemblyScript module of this folder to `src/kernel/wasm/NAME.ts`, which holds the bytes as text, so that
 * the library needs no file beside it in Node, bundlers and browsers. Run by `npm run kernel`; a test holds that the
 * committed bytes are those of the sources.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import asc from "assemblyscript/asc";

interface KernelModule {
  readonly name: string;
  /** True where several threads work on one memory. */
  readonly shared: boolean;
}

/** Every module: the entry is `assembly/NAME.ts`. */
export const kernelModules: readonly KernelModule[] = [
  { name: "bins", shared: true },
  { name: "dense", shared: false },
  { name: "fields", shared: false },
  { name: "scoring", shared: false },
  { name: "powers", shared: false },
  { name: "resample", shared: false },
  { name: "trees", shared: true },
];

/** The bytes of a module, freshly compiled. Fails with the compiler's own words. */
export async function compileKernel({ name, shared }: KernelModule): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), "tandem-kernel-"));
  try {
    const out = join(folder, `${name}.wasm`);
    const told: (string | Uint8Array)[] = [];
    const { error } = await asc.main(
      [
        join(import.meta.dirname, `${name}.ts`),
        "--outFile",
        out,
        "-O3",
        "--noAssert",
        "--runtime",
        "stub",
        "--importMemory",
        ...(shared ? ["--sharedMemory", "--maximumMemory", "65536", "--enable", "threads"] : []),
        "--enable",
        "simd",
      ],
      { stderr: { write: (text) => void told.push(text) } },
    );
    if (error) throw new Error(`assembly/${name}.ts does not compile\n${told.map(String).join("")}`);
    return readFileSync(out);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The TypeScript file that holds a module's bytes. */
export const kernelFile = (name: string): string =>
  join(import.meta.dirname, "..", "src", "kernel", "wasm", `${name}.ts`);

/** The text of that file. */
export const kernelText = (name: string, bytes: Uint8Array): string =>
  `/** The bytes of \`assembly/${name}.ts\` in base64, written by \`npm run kernel\`. */\nexport const ${name}Bytes =\n  "${Buffer.from(bytes).toString("base64")}";\n`;

if (import.meta.main) {
  for (const module of kernelModules) {
    const bytes = await compileKernel(module);
    writeFileSync(kernelFile(module.name), kernelText(module.name, bytes));
    console.log(`${module.name.padEnd(12)} ${bytes.length} bytes`);
  }
}
