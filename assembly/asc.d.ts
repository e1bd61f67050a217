/**
 * What `build.ts` uses of the compiler. Its own types declare AssemblyScript's `Array`, `Math` and others as globals, which would
 * change what TypeScript knows of the whole project: `tsconfig.json` points here instead.
 */
interface Compiler {
  main(
    options: readonly string[],
    io: { readonly stderr: { write(text: string | Uint8Array): void } },
  ): Promise<{ readonly error: Error | null }>;
}
declare const compiler: Compiler;
export default compiler;
