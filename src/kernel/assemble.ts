/** The bytes of WebAssembly code, nested as it is written (https://webassembly.github.io/spec/core/binary/). */
export type Code = readonly (number | Code)[];

/** A function to be exported under a name: all parameters and locals are given by their types; it returns nothing. */
export interface AssembledFunction {
  readonly name: string;
  readonly parameters: readonly ValueType[];
  readonly locals: readonly ValueType[];
  readonly body: Code;
}

type ValueType = 0x7f | 0x7e | 0x7b;
export const i32 = 0x7f;
export const i64 = 0x7e;
export const v128 = 0x7b;

const bytesOf = (code: Code): number[] => code.flat(Number.POSITIVE_INFINITY as 1) as unknown as number[];

/** An unsigned number in LEB128. */
function unsigned(value: number): readonly number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}

/** A signed 32-bit number in LEB128. */
function signed(value: number): readonly number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest < -64 || rest > 63; rest >>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest & 0x7f];
}

const access =
  (opcode: readonly number[], alignment: number) =>
  (address: Code, offset: number): Code => [address, opcode, alignment, unsigned(offset)];
const store =
  (opcode: readonly number[], alignment: number) =>
  (address: Code, offset: number, value: Code): Code => [address, value, opcode, alignment, unsigned(offset)];
const binary =
  (...opcode: readonly number[]) =>
  (left: Code, right: Code): Code => [left, right, opcode];

/** The instructions that the kernels are written in. */
export const code = {
  get: (local: number): Code => [0x20, unsigned(local)],
  set: (local: number, value: Code): Code => [value, 0x21, unsigned(local)],
  constant: (value: number): Code => [0x41, signed(value)],
  constant64: (value: number): Code => [0x42, signed(value)],
  add: binary(0x6a),
  subtract: binary(0x6b),
  and: binary(0x71),
  shiftLeft: binary(0x74),
  isLess: binary(0x49),
  select: (yes: Code, no: Code, condition: Code): Code => [yes, no, condition, 0x1b],
  add64: binary(0x7c),
  and64: binary(0x83),
  or64: binary(0x84),
  shiftLeft64: binary(0x86),
  shiftRight64: binary(0x87),
  load16: access([0x2f], 1),
  load32: access([0x28], 2),
  load32As64: access([0x34], 2),
  load64: access([0x29], 3),
  store64: store([0x37], 3),
  loadVector: access([0xfd, 0], 3),
  storeVector: store([0xfd, 11], 3),
  /** Eight bytes of a vector as numbers of 16 bits. */
  widenLow: (vector: Code): Code => [vector, 0xfd, 0x89, 0x01],
  widenHigh: (vector: Code): Code => [vector, 0xfd, 0x8a, 0x01],
  shiftLanes16: (vector: Code, bits: Code): Code => [vector, bits, 0xfd, 0x8b, 0x01],
  /** Repeats while the condition at its end holds. */
  repeat: (body: Code, condition: Code): Code => [0x03, 0x40, body, condition, 0x0d, 0, 0x0b],
  when: (condition: Code, body: Code): Code => [condition, 0x04, 0x40, body, 0x0b],
};

const text = (word: string): readonly number[] => [word.length, ...new TextEncoder().encode(word)];
const list = (items: readonly Code[]): Code => [unsigned(items.length), items];

function section(kind: number, content: Code): Code {
  const bytes = bytesOf(content);
  return [kind, unsigned(bytes.length), bytes];
}

/** A module of functions that work on the memory `env.memory`, shared or not. */
export function assemble(functions: readonly AssembledFunction[], shared: boolean): Uint8Array {
  const types = functions.map(({ parameters }): Code => [0x60, list(parameters.map((type) => [type])), 0]);
  const limits: Code = [shared ? 3 : 1, 0, unsigned(65_536)];
  const bodies = functions.map(({ locals, body }): Code => {
    const bytes = bytesOf([list(locals.map((type): Code => [1, type])), body, 0x0b]);
    return [unsigned(bytes.length), bytes];
  });
  return Uint8Array.from(
    bytesOf([
      [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
      section(1, list(types)),
      section(2, list([[text("env"), text("memory"), 2, limits]])),
      section(3, list(functions.map((_, at): Code => unsigned(at)))),
      section(7, list(functions.map(({ name }, at): Code => [text(name), 0, unsigned(at)]))),
      section(10, list(bodies)),
    ]),
  );
}
