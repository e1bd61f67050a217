/**
 * The functions of exported modules as JavaScript, by their names. Written by `npm run docs` from the library's own source; a test
 * fails when they are stale.
 */
export const moduleFunctions: Readonly<Record<string, string>> = {
  scoreForest:
    "/** bias + leaf of tree 1 + leaf of tree 2 + … for one row of inputs, where NaN is a missing value. */\nfunction scoreForest(forest, inputs) {\n  const { roots, links, numbers, spans } = forest;\n  let sum = forest.bias;\n  for (let tree = 0; tree < roots.length; tree++) {\n    let node = roots[tree];\n    for (let at = node << 2; links[at] !== -1; at = node << 2) {\n      const input = links[at];\n      if (input >= 0) {\n        const x = inputs[input];\n        const threshold = numbers[node];\n        node = links[at + (x <= threshold ? 1 : x > threshold ? 2 : 3)];\n      } else {\n        const x = inputs[-2 - input];\n        node = links[at + (Number.isNaN(x) ? 3 : holds(spans[numbers[node]], x) ? 1 : 2)];\n      }\n    }\n    sum += numbers[node];\n  }\n  return sum;\n}",
  holds:
    "/** True when a sorted list holds a number. */\nfunction holds(sorted, x) {\n  let low = 0;\n  let high = sorted.length - 1;\n  while (low <= high) {\n    const middle = low + high >> 1;\n    const at = sorted[middle];\n    if (at === x) return true;\n    if (at < x) low = middle + 1;\n    else high = middle - 1;\n  }\n  return false;\n}",
  errorDiagnostic:
    "/** Builds an error diagnostic. */\nconst errorDiagnostic = (code, message, rest = {}) => Object.freeze({\n  code,\n  severity: \"error\",\n  message,\n  ...rest\n});",
  formatDiagnostic:
    "/** One diagnostic as text: `T1204 message (at place, value \"x\"). Cure.` */\nfunction formatDiagnostic(diagnostic) {\n  const { code, message, place, value, cure } = diagnostic;\n  const details = [place && `at ${place}`, value !== void 0 && `value ${value}`].filter(Boolean).join(\", \");\n  return `${code} ${details ? `${message.replace(/\\.$/, \"\")} (${details}).` : message.replace(/[^.!?]$/, \"$&.\")}${cure ? ` ${cure}` : \"\"}`;\n}",
  showValue:
    "/** Shortens any value for an error message; never longer than `limit` characters. */\nfunction showValue(value, limit = 80) {\n  const text = typeof value === \"string\" ? JSON.stringify(value) : typeof value === \"bigint\" ? `${value}n` : safeJson(value);\n  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;\n}",
  safeJson:
    "function safeJson(value) {\n  if (typeof value === \"number\" || value === void 0) return `${value}`;\n  if (typeof value === \"function\") return `function ${value.name}`;\n  try {\n    return JSON.stringify(value) ?? typeof value;\n  } catch {\n    return Object.prototype.toString.call(value);\n  }\n}",
  TandemError:
    "/** The one error class. It carries every diagnostic that was found, not only the first. */\nvar TandemError = class extends Error {\n  kind;\n  diagnostics;\n  constructor(diagnostics, kind = \"input\", options) {\n    super(diagnostics.map(formatDiagnostic).join(\"\\n\"), options);\n    this.name = \"TandemError\";\n    this.kind = kind;\n    this.diagnostics = diagnostics;\n  }\n};",
  failInput:
    "/** Throws bad input with one diagnostic. */\nfunction failInput(code, message, rest = {}, options) {\n  throw new TandemError([errorDiagnostic(code, message, rest)], \"input\", options);\n}",
  throwIfErrors:
    "/** Throws all collected diagnostics at once if one of them is an error. */\nfunction throwIfErrors(diagnostics, kind = \"input\") {\n  const errors = diagnostics.filter((one) => one.severity === \"error\");\n  if (errors.length > 0) throw new TandemError(errors, kind);\n}",
  isRecord:
    "/** True for an object that is neither null nor an array. */\nconst isRecord = (value) => typeof value === \"object\" && value !== null && !Array.isArray(value);",
  ln2High:
    "/**\n* e^x and logarithms in plain arithmetic. `Math.exp` and `Math.log` may differ in the last bit between engines (they do\n* between Node 24 and Chromium 156), so a model would answer otherwise in a browser than where it proved itself. Additions,\n* multiplications and divisions are exact by IEEE 754 everywhere. Method and constants: fdlibm 5.3 (Sun Microsystems, 1993),\n* e_exp.c, e_log.c and e_log10.c; errors stay below 1 unit in the last place.\n*/\nconst ln2High = .6931471803691238;",
  ln2Low:
    "const ln2Low = 19082149292705877e-26;",
  largestExponent:
    "const largestExponent = 709.782712893384;",
  leastExponent:
    "const leastExponent = -745.1332191019411;",
  float:
    "/** The bits of one float64. */\nconst float = /* @__PURE__ */ new Float64Array(1);",
  words:
    "const words = new Uint32Array(float.buffer);\nfloat[0] = 1;",
  highWord:
    "const highWord = words[1] === 1072693248 ? 1 : 0;",
  normalPowerOfTwo:
    "/** 2^exponent, for whole exponents from -1022 to 1023. */\nfunction normalPowerOfTwo(exponent) {\n  words[highWord] = exponent + 1023 << 20;\n  words[1 - highWord] = 0;\n  return float[0];\n}",
  powerOfTwo:
    "/** 2^exponent, exact, for whole exponents from -1074 to 1023. */\nconst powerOfTwo = (exponent) => exponent < -1022 ? normalPowerOfTwo(exponent + 1e3) * normalPowerOfTwo(-1e3) : normalPowerOfTwo(exponent);",
  exponentOf:
    "/** The exponent of a positive number of at least 2^-1022: floor(log2(x)), exact. */\nfunction exponentOf(x) {\n  float[0] = x;\n  return (words[highWord] >>> 20) - 1023;\n}",
  exponential:
    "/** e^x, the same bits in every engine. */\nfunction exponential(x) {\n  if (x !== x || x > largestExponent) return x > 0 ? Infinity : x;\n  if (x < leastExponent) return 0;\n  const size = Math.abs(x);\n  let twos = 0;\n  let high = x;\n  let low = 0;\n  if (size >= .5 * Math.LN2) {\n    if (x === 1) return Math.E;\n    twos = size < 1.5 * Math.LN2 ? Math.sign(x) : Math.trunc(Math.LOG2E * x + (x < 0 ? -.5 : .5));\n    high = x - twos * ln2High;\n    low = twos * ln2Low;\n  } else if (size < 2 ** -28) return 1 + x;\n  const rest = high - low;\n  const square = rest * rest;\n  const bend = rest - square * (.16666666666666602 + square * (-.0027777777777015593 + square * (6613756321437934e-20 + square * (-16533902205465252e-22 + square * 4.1381367970572385e-8))));\n  if (twos === 0) return 1 - (rest * bend / (bend - 2) - rest);\n  const mantissa = 1 - (low - rest * bend / (2 - bend) - high);\n  if (twos === 1024) return mantissa * 2 * 2 ** 1023;\n  return twos >= -1021 ? mantissa * normalPowerOfTwo(twos) : mantissa * normalPowerOfTwo(twos + 1e3) * normalPowerOfTwo(-1e3);\n}",
  naturalLogarithm:
    "/** The natural logarithm, the same bits in every engine: -Infinity at 0, NaN below. */\nfunction naturalLogarithm(x) {\n  if (x !== x || x < 0) return NaN;\n  if (x === 0) return -Infinity;\n  if (x === Infinity) return x;\n  const isTiny = x < 2 ** -1022;\n  float[0] = isTiny ? x * 2 ** 54 : x;\n  const top = words[highWord];\n  const fraction = top & 1048575;\n  const carry = fraction + 614244 & 1048576;\n  words[highWord] = fraction | carry ^ 1072693248;\n  const twos = (top >>> 20) - 1023 + (carry >>> 20) - (isTiny ? 54 : 0);\n  const f = float[0] - 1;\n  const high = twos * ln2High;\n  const low = twos * ln2Low;\n  if ((1048575 & 2 + fraction) < 3) {\n    if (f === 0) return twos === 0 ? 0 : high + low;\n    const bend = f * f * (.5 - .3333333333333333 * f);\n    return twos === 0 ? f - bend : high - (bend - low - f);\n  }\n  const s = f / (2 + f);\n  const z = s * s;\n  const w = z * z;\n  const bend = z * (.6666666666666735 + w * (.2857142874366239 + w * (.1818357216161805 + w * .14798198605116586))) + w * (.3999999999940942 + w * (.22222198432149784 + w * .15313837699209373));\n  if ((fraction - 398458 | 440401 - fraction) > 0) {\n    const half = .5 * f * f;\n    return twos === 0 ? f - (half - s * (half + bend)) : high - (half - (s * (half + bend) + low) - f);\n  }\n  return twos === 0 ? f - s * (f - bend) : high - (s * (f - bend) - low - f);\n}",
  commonLogarithm:
    "/** The logarithm to base 10, the same bits in every engine: -Infinity at 0, NaN below. */\nfunction commonLogarithm(x) {\n  if (!(x > 0) || x === Infinity) return naturalLogarithm(x);\n  const isTiny = x < 2 ** -1022;\n  float[0] = isTiny ? x * 2 ** 54 : x;\n  const top = words[highWord];\n  const exponent = (top >>> 20) - 1023 - (isTiny ? 54 : 0);\n  const isNegative = exponent < 0 ? 1 : 0;\n  words[highWord] = top & 1048575 | 1023 - isNegative << 20;\n  const mantissa = float[0];\n  const twos = exponent + isNegative;\n  return twos * 3694239077158931e-28 + Math.LOG10E * naturalLogarithm(mantissa) + twos * .30102999566361177;\n}",
  fromNumH:
    "const fromNumH = (n) => n / 2 ** 32 | 0;",
  fromNumL:
    "const fromNumL = (n) => n >>> 0;",
  setU64FromNum:
    "function setU64FromNum(view, byteOffset, n, isLE) {\n  const h = fromNumH(n);\n  const l = fromNumL(n);\n  view.setUint32(byteOffset, isLE ? l : h, isLE);\n  view.setUint32(byteOffset + 4, isLE ? h : l, isLE);\n}",
  isBytes:
    "/**\n* Checks if something is Uint8Array. Be careful: nodejs Buffer will return true.\n* @param a - value to test\n* @returns `true` when the value is a Uint8Array-compatible view.\n* @example\n* Check whether a value is a Uint8Array-compatible view.\n* ```ts\n* isBytes(new Uint8Array([1, 2, 3]));\n* ```\n*/\nfunction isBytes(a) {\n  return a instanceof Uint8Array || ArrayBuffer.isView(a) && a.constructor.name === \"Uint8Array\" && \"BYTES_PER_ELEMENT\" in a && a.BYTES_PER_ELEMENT === 1;\n}",
  atitle:
    "const atitle = (title) => title ? `\"${title}\" ` : \"\";",
  anumber:
    "/**\n* Asserts something is a non-negative integer.\n* @param n - number to validate\n* @param title - label included in thrown errors\n* @returns The validated number.\n* @throws On wrong argument types. {@link TypeError}\n* @throws On wrong argument ranges or values. {@link RangeError}\n* @example\n* Validate a non-negative integer option.\n* ```ts\n* anumber(32, 'length');\n* ```\n*/\nfunction anumber(n, title = \"\") {\n  if (typeof n !== \"number\") throw new TypeError(atitle(title) + \"expected number, got \" + typeof n);\n  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(atitle(title) + \"expected integer >= 0, got \" + n);\n  return n;\n}",
  abytes:
    "/**\n* Asserts something is Uint8Array.\n* @param value - value to validate\n* @param length - optional exact length constraint\n* @param title - label included in thrown errors\n* @returns The validated byte array.\n* @throws On wrong argument types. {@link TypeError}\n* @throws On wrong argument ranges or values. {@link RangeError}\n* @example\n* Validate that a value is a byte array.\n* ```ts\n* abytes(new Uint8Array([1, 2, 3]));\n* ```\n*/\nfunction abytes(value, length, title = \"\") {\n  if (isBytes(value) && (length === void 0 || value.length === length)) return value;\n  if (length !== void 0) anumber(length, \"length\");\n  const bytes = isBytes(value);\n  const ofLen = length !== void 0 ? ` of length ${length}` : \"\";\n  const got = bytes ? `length=${value.length}` : `type=${typeof value}`;\n  const message = atitle(title) + \"expected Uint8Array\" + ofLen + \", got \" + got;\n  if (!bytes) throw new TypeError(message);\n  throw new RangeError(message);\n}",
  aobject:
    "const aobject = (value, label) => {\n  if (value === null || typeof value !== \"object\" || Array.isArray(value)) throw new TypeError((label === \"object\" ? \"\" : `\"${label}\" `) + \"expected object, got type=\" + typeof value);\n};",
  aopts:
    "const aopts = (value, label) => {\n  aobject(value, label);\n  const proto = Object.getPrototypeOf(value);\n  if (proto !== Object.prototype && proto !== null) throw new TypeError(`\"${label}\" expected plain object`);\n  if (Object.hasOwn(value, \"__proto__\")) throw new TypeError(`\"${label}.__proto__\" is not allowed`);\n};",
  aexists:
    "/**\n* Asserts a hash instance has not been destroyed or finished.\n* @param instance - hash instance to validate\n* @param checkFinished - whether to reject finalized instances\n* @throws If the hash instance has already been destroyed or finalized. {@link Error}\n* @example\n* Validate that a hash instance is still usable.\n* ```ts\n* import { aexists } from '@noble/hashes/utils.js';\n* import { sha256 } from '@noble/hashes/sha2.js';\n* const hash = sha256.create();\n* aexists(hash);\n* ```\n*/\nfunction aexists(instance, checkFinished = true) {\n  if (instance.destroyed) throw new Error(\"hash was destroyed\");\n  if (checkFinished && instance.finished) throw new Error(\"digest() was already called\");\n}",
  aoutput:
    "/**\n* Asserts output is a sufficiently-sized byte array.\n* @param out - destination buffer\n* @param instance - hash instance providing output length\n* Oversized buffers are allowed; downstream code only promises to fill the first `outputLen` bytes.\n* @throws On wrong argument types. {@link TypeError}\n* @throws On wrong argument ranges or values. {@link RangeError}\n* @example\n* Validate a caller-provided digest buffer.\n* ```ts\n* import { aoutput } from '@noble/hashes/utils.js';\n* import { sha256 } from '@noble/hashes/sha2.js';\n* const hash = sha256.create();\n* aoutput(new Uint8Array(hash.outputLen), hash);\n* ```\n*/\nfunction aoutput(out, instance) {\n  abytes(out, void 0, \"output\");\n  const min = instance.outputLen;\n  if (!(out.length >= min)) throw new RangeError(\"\\\"output\\\" expected length >= \" + min);\n}",
  clean:
    "/**\n* Zeroizes typed arrays in place. Warning: JS provides no guarantees.\n* @param arrays - arrays to overwrite with zeros\n* @example\n* Zeroize sensitive buffers in place.\n* ```ts\n* clean(new Uint8Array([1, 2, 3]));\n* ```\n*/\nfunction clean(...arrays) {\n  for (let i = 0; i < arrays.length; i++) arrays[i].fill(0);\n}",
  createView:
    "/**\n* Creates a DataView for byte-level manipulation.\n* @param arr - source typed array\n* @returns DataView over the same buffer region.\n* @example\n* Create a DataView over an existing buffer.\n* ```ts\n* createView(new Uint8Array(4));\n* ```\n*/\nfunction createView(arr) {\n  return new DataView(arr.buffer, arr.byteOffset, arr.byteLength);\n}",
  rotl:
    "/**\n* Rotate-left operation for uint32 values.\n* @param word - source word\n* @param shift - shift amount in bits\n* @returns Rotated word.\n* @example\n* Rotate a 32-bit word to the left.\n* ```ts\n* rotl(0x12345678, 8);\n* ```\n*/\nfunction rotl(word, shift) {\n  return word << shift | word >>> 32 - shift >>> 0;\n}",
  hasHexBuiltin:
    "const hasHexBuiltin = /* @__PURE__ */ (() => typeof Uint8Array.from([]).toHex === \"function\" && typeof Uint8Array.fromHex === \"function\")();",
  hexes:
    "const hexes = /* @__PURE__ */ Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, \"0\"));",
  bytesToHex:
    "/**\n* Convert byte array to hex string.\n* Uses the built-in function when available and assumes it matches the tested\n* fallback semantics.\n* @param bytes - bytes to encode\n* @returns Lowercase hexadecimal string.\n* @throws On wrong argument types. {@link TypeError}\n* @example\n* Convert bytes to lowercase hexadecimal.\n* ```ts\n* bytesToHex(Uint8Array.from([0xca, 0xfe, 0x01, 0x23])); // 'cafe0123'\n* ```\n*/\nfunction bytesToHex(bytes) {\n  abytes(bytes);\n  if (hasHexBuiltin) return bytes.toHex();\n  let hex = \"\";\n  for (let i = 0; i < bytes.length; i++) hex += hexes[bytes[i]];\n  return hex;\n}",
  utf8ToBytes:
    "/**\n* Converts string to bytes using UTF8 encoding.\n* Built-in doesn't validate input to be string: we do the check.\n* Non-ASCII details are delegated to the platform `TextEncoder`.\n* @param str - string to encode\n* @returns UTF-8 encoded bytes.\n* @throws On wrong argument types. {@link TypeError}\n* @example\n* Encode a string as UTF-8 bytes.\n* ```ts\n* utf8ToBytes('abc'); // Uint8Array.from([97, 98, 99])\n* ```\n*/\nfunction utf8ToBytes(str) {\n  if (typeof str !== \"string\") throw new TypeError(\"string expected\");\n  const encoded = new TextEncoder().encode(str);\n  try {\n    return new Uint8Array(encoded);\n  } finally {\n    clean(encoded);\n  }\n}",
  checkOpts:
    "/**\n* Merges default options and passed options.\n* @param defaults - base option object\n* @param opts - user overrides\n* @param title - label included in thrown override errors\n* @returns Fresh merged option object with a null prototype.\n* @throws On wrong argument types. {@link TypeError}\n* @example\n* Merge user overrides onto default options.\n* ```ts\n* checkOpts({ dkLen: 32 }, { asyncTick: 10 });\n* ```\n*/\nfunction checkOpts(defaults, opts, title = \"opts\") {\n  aopts(defaults, \"defaults\");\n  if (opts !== void 0) aopts(opts, title);\n  return Object.assign(Object.create(null), defaults, opts);\n}",
  createHasher:
    "/**\n* Creates a callable hash function from a stateful class constructor.\n* @param hashCons - hash constructor or factory\n* @param info - optional metadata such as DER OID\n* @returns Frozen callable hash wrapper with `.create()`.\n*   Wrapper construction eagerly calls `hashCons(undefined)` once to read\n*   `outputLen` / `blockLen`, so constructor side effects happen at module\n*   init time.\n* @throws On wrong argument types. {@link TypeError}\n* @example\n* Wrap a stateful hash constructor into a callable helper.\n* ```ts\n* import { createHasher } from '@noble/hashes/utils.js';\n* import { sha256 } from '@noble/hashes/sha2.js';\n* const wrapped = createHasher(sha256.create, { oid: sha256.oid });\n* wrapped(new Uint8Array([1]));\n* ```\n*/\nfunction createHasher(hashCons, info = {}) {\n  if (typeof hashCons !== \"function\") throw new TypeError(\"\\\"hashCons\\\" expected function, got type=\" + typeof hashCons);\n  info = checkOpts({}, info, \"info\");\n  const hashC = (msg, opts) => hashCons(opts).update(msg).digest();\n  const tmp = hashCons(void 0);\n  hashC.outputLen = tmp.outputLen;\n  hashC.blockLen = tmp.blockLen;\n  hashC.canXOF = tmp.canXOF;\n  hashC.create = (opts) => hashCons(opts);\n  Object.assign(hashC, info);\n  return Object.freeze(hashC);\n}",
  Chi:
    "/**\n* Internal Merkle-Damgard hash utils.\n* @module\n*/\n/**\n* Shared 32-bit conditional boolean primitive reused by SHA-256, SHA-1, and MD5 `F`.\n* Returns bits from `b` when `a` is set, otherwise from `c`.\n* The XOR form is equivalent to MD5's `F(X,Y,Z) = XY v not(X)Z` because the masked terms never\n* set the same bit.\n* @param a - selector word\n* @param b - word chosen when selector bit is set\n* @param c - word chosen when selector bit is clear\n* @returns Mixed 32-bit word.\n* @example\n* Combine three words with the shared 32-bit choice primitive.\n* ```ts\n* Chi(0xffffffff, 0x12345678, 0x87654321);\n* ```\n*/\nfunction Chi(a, b, c) {\n  return a & b ^ ~a & c;\n}",
  HashMD:
    "/**\n* Merkle-Damgard hash construction base class.\n* Could be used to create MD5, RIPEMD, SHA1, SHA2.\n* Accepts only byte-aligned `Uint8Array` input, even when the underlying spec describes bit\n* strings with partial-byte tails.\n* @param blockLen - internal block size in bytes\n* @param outputLen - digest size in bytes\n* @param padOffset - trailing length field size in bytes\n* @param isLE - whether length and state words are encoded in little-endian\n* @example\n* Use a concrete subclass to get the shared Merkle-Damgard update/digest flow.\n* ```ts\n* import { _SHA1 } from '@noble/hashes/legacy.js';\n* const hash = new _SHA1();\n* hash.update(new Uint8Array([97, 98, 99]));\n* hash.digest();\n* ```\n*/\nvar HashMD = class {\n  blockLen;\n  outputLen;\n  canXOF = false;\n  padOffset;\n  isLE;\n  buffer;\n  view;\n  finished = false;\n  length = 0;\n  pos = 0;\n  destroyed = false;\n  constructor(blockLen, outputLen, padOffset, isLE) {\n    this.blockLen = blockLen;\n    this.outputLen = outputLen;\n    this.padOffset = padOffset;\n    this.isLE = isLE;\n    this.buffer = new Uint8Array(blockLen);\n    this.view = createView(this.buffer);\n  }\n  update(data) {\n    aexists(this);\n    abytes(data);\n    const { view, buffer, blockLen } = this;\n    const len = data.length;\n    let processed = false;\n    for (let pos = 0; pos < len;) {\n      const take = Math.min(blockLen - this.pos, len - pos);\n      if (take === blockLen) {\n        const dataView = createView(data);\n        for (; blockLen <= len - pos; pos += blockLen) this.process(dataView, pos);\n        processed = true;\n        continue;\n      }\n      buffer.set(pos === 0 && take === len ? data : data.subarray(pos, pos + take), this.pos);\n      this.pos += take;\n      pos += take;\n      if (this.pos === blockLen) {\n        this.process(view, 0);\n        this.pos = 0;\n        processed = true;\n      }\n    }\n    this.length += data.length;\n    if (processed) this.roundClean();\n    return this;\n  }\n  digestInto(out) {\n    aexists(this);\n    aoutput(out, this);\n    this.finished = true;\n    const { buffer, view, blockLen, isLE } = this;\n    let { pos } = this;\n    buffer[pos++] = 128;\n    buffer.fill(0, pos);\n    if (this.padOffset > blockLen - pos) {\n      this.process(view, 0);\n      buffer.fill(0);\n    }\n    setU64FromNum(view, blockLen - 8, this.length * 8, isLE);\n    this.process(view, 0);\n    this.roundClean();\n    const oview = out === buffer ? view : createView(out);\n    const len = this.outputLen;\n    const outLen = len / 4;\n    const state = this.get();\n    if (len % 4 || outLen > state.length) throw new Error(\"invalid outputLen\");\n    for (let i = 0; i < outLen; i++) oview.setUint32(4 * i, state[i], isLE);\n  }\n  digest() {\n    const { buffer, outputLen } = this;\n    this.digestInto(buffer);\n    const res = buffer.slice(0, outputLen);\n    this.destroy();\n    return res;\n  }\n  _cloneIntoMeta(to) {\n    const { buffer, length, finished, destroyed, pos } = this;\n    to.destroyed = destroyed;\n    to.finished = finished;\n    to.length = length;\n    to.pos = pos;\n    if (pos) to.buffer.set(buffer);\n    return to;\n  }\n  clone() {\n    return this._cloneInto();\n  }\n};",
  onNumbers:
    "/** An evaluate function on numbers. */\nconst onNumbers = (compute) => (...args) => compute(...args);",
  twoNumbers:
    "/** Two numbers: Int when both are, else Float. */\nconst twoNumbers = [\n  {\n    args: [\"Int\", \"Int\"],\n    result: \"Int\"\n  },\n  {\n    args: [\"Float\", \"Float\"],\n    result: \"Float\"\n  },\n  {\n    args: [\"Int\", \"Float\"],\n    result: \"Float\"\n  },\n  {\n    args: [\"Float\", \"Int\"],\n    result: \"Float\"\n  }\n];",
  eachType:
    "/** One signature for each type, made by `shape`. */\nconst eachType = (types, shape) => types.map(shape);",
  family$6:
    "const family$6 = \"arithmetic\";",
  nulls$6:
    "const nulls$6 = \"propagate\";",
  roundHalfAway:
    "/** Half away from zero, exact: the fraction of a float64 is itself a float64. */\nfunction roundHalfAway(x) {\n  const whole = Math.trunc(x);\n  return Math.abs(x - whole) >= .5 ? whole + Math.sign(x) : whole;\n}",
  roundHalfEven:
    "/** Half to the even neighbour, exact. */\nfunction roundHalfEven(x) {\n  const whole = Math.trunc(x);\n  const rest = Math.abs(x - whole);\n  return rest > .5 || rest === .5 && whole % 2 !== 0 ? whole + Math.sign(x) : whole;\n}",
  toDigits:
    "const toDigits = {\n  family: family$6,\n  nulls: nulls$6,\n  signatures: [{\n    args: [\"Float\", \"Int\"],\n    result: \"Float\"\n  }],\n  literalFrom: 1,\n  checkLiteral: (value) => Number(value) >= 0 && Number(value) <= 15 ? void 0 : \"the number of decimal places must be 0 to 15\"\n};",
  measured:
    "/** Numbers, days and instants: what has an order and no code points. */\nconst measured = [\n  \"Int\",\n  \"Float\",\n  \"Day\",\n  \"Instant\"\n];\ntwoNumbers.map((signature) => ({\n  ...signature,\n  result: \"Float\"\n})), { ...toDigits }, { ...toDigits }, { ...toDigits }, eachType(measured, (type) => ({\n  args: [\n    type,\n    type,\n    type\n  ],\n  result: type\n}));",
  widthBucketOf:
    "/** The SQL standard's WIDTH_BUCKET in float64; NaN for an interval that is empty or leaves float64. */\nfunction widthBucketOf(x, low, high, count) {\n  const width = high - low;\n  if (!(width > 0 && width < Infinity)) return NaN;\n  if (x < low) return 0;\n  if (x >= high) return count + 1;\n  return Math.min(Math.floor((x - low) / width * count), count - 1) + 1;\n}\neachType([\n  \"Int\",\n  \"Float\",\n  \"Day\",\n  \"Instant\"\n], (type) => ({\n  args: [type, type],\n  rest: type,\n  result: \"Int\"\n})), eachType([\"Float\", \"Int\"], (type) => ({\n  args: [\n    type,\n    type,\n    type,\n    \"Int\"\n  ],\n  result: \"Int\"\n}));",
  dataTypes:
    "/** All types, in a fixed order. */\nconst dataTypes = [\n  \"Boolean\",\n  \"Int\",\n  \"Float\",\n  \"Text\",\n  \"Day\",\n  \"Instant\"\n];",
  similarNames:
    "/** The known names closest to a misspelt one, best first (at most three), for error messages. */\nfunction similarNames(name, known) {\n  const wanted = name.toLowerCase();\n  return known.map((candidate) => ({\n    candidate,\n    distance: editDistance(wanted, candidate.toLowerCase())\n  })).filter(({ candidate, distance }) => distance <= Math.max(2, Math.floor(candidate.length / 3))).sort((left, right) => left.distance - right.distance || (left.candidate < right.candidate ? -1 : 1)).slice(0, 3).map(({ candidate }) => candidate);\n}",
  editDistance:
    "/** Levenshtein distance by code unit. */\nfunction editDistance(left, right) {\n  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);\n  for (let row = 1; row <= left.length; row++) {\n    const current = [row];\n    for (let column = 1; column <= right.length; column++) {\n      const change = left[row - 1] === right[column - 1] ? 0 : 1;\n      current.push(Math.min(previous[column] + 1, current[column - 1] + 1, previous[column - 1] + change));\n    }\n    previous = current;\n  }\n  return previous[right.length];\n}",
  dayMs:
    "/** Milliseconds of one day. */\nconst dayMs = 864e5;",
  civilFromDays:
    "/** Days since 1970-01-01 to year, month, day (Howard Hinnant, \"chrono-Compatible Low-Level Date Algorithms\"). */\nfunction civilFromDays(days) {\n  const shifted = days + 719468;\n  const era = Math.floor(shifted / 146097);\n  const dayOfEra = shifted - era * 146097;\n  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365);\n  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));\n  const monthIndex = Math.floor((5 * dayOfYear + 2) / 153);\n  const month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9;\n  return {\n    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),\n    month,\n    day: dayOfYear - Math.floor((153 * monthIndex + 2) / 5) + 1\n  };\n}",
  daysFromCivil:
    "/** Year, month, day to days since 1970-01-01; the inverse of `civilFromDays`. */\nfunction daysFromCivil(year, month, day) {\n  const shifted = month <= 2 ? year - 1 : year;\n  const era = Math.floor(shifted / 400);\n  const yearOfEra = shifted - era * 400;\n  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;\n  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;\n  return era * 146097 + dayOfEra - 719468;\n}",
  daysInMonth:
    "/** How many days a month has. */\nconst daysInMonth = (year, month) => month === 2 ? isLeapYear(year) ? 29 : 28 : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;",
  isLeapYear:
    "/** True for a leap year of the Gregorian calendar. */\nconst isLeapYear = (year) => year % 4 === 0 && year % 100 !== 0 || year % 400 === 0;",
  dayToText:
    "/** A day as ISO 8601 text: `2024-02-29`. */\nfunction dayToText(days) {\n  const { year, month, day } = civilFromDays(days);\n  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;\n}",
  instantToText:
    "/** An instant as ISO 8601 text in UTC with milliseconds: `2024-02-29T12:30:00.000Z`. */\nfunction instantToText(ms) {\n  const days = Math.floor(ms / dayMs);\n  const rest = ms - days * dayMs;\n  const hour = Math.floor(rest / 36e5);\n  const minute = Math.floor(rest / 6e4) % 60;\n  const second = Math.floor(rest / 1e3) % 60;\n  return `${dayToText(days)}T${pad(hour, 2)}:${pad(minute, 2)}:${pad(second, 2)}.${pad(rest % 1e3, 3)}Z`;\n}",
  pad:
    "const pad = (value, width) => String(value).padStart(width, \"0\");",
  valuePatterns:
    "/** The patterns as source text, so that a SQL target can use the very same (RE2 and JavaScript agree on them). */\nconst valuePatterns = {\n  float: String.raw`^ *[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,4})? *$`,\n  int: String.raw`^ *[+-]?[0-9]{1,18} *$`,\n  day: String.raw`^ *[0-9]{4}-[0-9]{2}-[0-9]{2} *$`,\n  instant: String.raw`^ *[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?Z? *$`\n};",
  floatPattern:
    "const floatPattern = new RegExp(valuePatterns.float);",
  intPattern:
    "const intPattern = new RegExp(valuePatterns.int);",
  dayPattern:
    "const dayPattern = new RegExp(valuePatterns.day);",
  instantPattern:
    "const instantPattern = new RegExp(valuePatterns.instant);",
  trueTexts:
    "/** Texts that mean true and false, in lower case. */\nconst trueTexts = [\n  \"true\",\n  \"t\",\n  \"yes\",\n  \"y\"\n];",
  falseTexts:
    "const falseTexts = [\n  \"false\",\n  \"f\",\n  \"no\",\n  \"n\"\n];",
  parseFloatText:
    "/** A decimal number; a value beyond float64 (`1e400`) is null; -0 becomes 0. */\nfunction parseFloatText(text) {\n  if (!floatPattern.test(text)) return null;\n  const value = Number(text);\n  return Number.isFinite(value) ? value + 0 : null;\n}",
  parseIntText:
    "/** A whole number within ±(2^53-1). */\nfunction parseIntText(text) {\n  if (!intPattern.test(text)) return null;\n  const value = Number(text);\n  return Number.isSafeInteger(value) ? value + 0 : null;\n}",
  parseBooleanText:
    "/** true/t/yes/y or false/f/no/n in any (ASCII) case. */\nfunction parseBooleanText(text) {\n  const word = text.replace(/^ +| +$/g, \"\").toLowerCase();\n  return trueTexts.includes(word) ? true : falseTexts.includes(word) ? false : null;\n}",
  parseDayText:
    "/** `YYYY-MM-DD`, years 0001 to 9999, as days since 1970-01-01. */\nfunction parseDayText(text) {\n  return dayPattern.test(text) ? dayOfDigits(text.trim()) : null;\n}",
  parseInstantText:
    "/** `YYYY-MM-DD[T ]hh:mm[:ss[.fff]][Z]`, read as UTC; digits below a millisecond are cut off. */\nfunction parseInstantText(text) {\n  if (!instantPattern.test(text)) return null;\n  const digits = text.trim().replace(\"Z\", \"\");\n  const day = dayOfDigits(digits.slice(0, 10));\n  const [clock = \"\", fraction = \"\"] = digits.slice(11).split(\".\");\n  const [hour = 0, minute = 0, second = 0] = clock.split(\":\").map(Number);\n  if (day === null || hour > 23 || minute > 59 || second > 59) return null;\n  return day * dayMs + hour * 36e5 + minute * 6e4 + second * 1e3 + Number(fraction.slice(0, 3).padEnd(3, \"0\"));\n}",
  dayOfDigits:
    "function dayOfDigits(digits) {\n  const year = Number(digits.slice(0, 4));\n  const month = Number(digits.slice(5, 7));\n  const day = Number(digits.slice(8, 10));\n  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;\n  return daysFromCivil(year, month, day);\n}",
  valueToJson:
    "/** A value as it stands in JSON: days and instants as ISO text. */\nfunction valueToJson(value, type) {\n  if (typeof value !== \"number\") return value;\n  return type === \"Day\" ? dayToText(value) : type === \"Instant\" ? instantToText(value) : value;\n}",
  validateRow:
    "/**\n* A JSON row of a request to values, one for each field of the schema; a nullable column that is left out is missing.\n* Every mistake goes to `diagnostics` with its column, its value and what to do; then there is no row.\n* @example\n* validateRow({ fields: [{ name: \"day\", type: \"Day\", nullable: true }] }, { day: \"2024-01-31\" }, \"row 1\", []) // { day: 19753 }\n*/\nfunction validateRow(schema, row, place, diagnostics, { allowUnknown = false } = {}) {\n  if (!isRecord(row)) {\n    diagnostics.push(errorDiagnostic(\"T1101\", \"A row must be an object\", {\n      place,\n      value: showValue(row),\n      cure: \"Send it as {\\\"column\\\": value, …}.\"\n    }));\n    return;\n  }\n  const before = diagnostics.length;\n  if (!allowUnknown) checkNames(schema, row, place, diagnostics);\n  const entries = schema.fields.map((field) => [field.name, readField(field, row, place, diagnostics)]);\n  return diagnostics.length > before ? void 0 : Object.fromEntries(entries);\n}",
  checkNames:
    "function checkNames(schema, row, place, diagnostics) {\n  const names = schema.fields.map(({ name }) => name);\n  const known = new Set(names);\n  for (const name of Object.keys(row)) {\n    if (known.has(name)) continue;\n    const similar = similarNames(name, names).filter((one) => !Object.hasOwn(row, one));\n    diagnostics.push(errorDiagnostic(\"T1102\", `There is no column ${showValue(name)}`, {\n      place,\n      value: showValue(row[name]),\n      cure: similar.length > 0 ? `Did you mean ${similar.map((one) => showValue(one)).join(\" or \")}?` : \"Leave it out.\"\n    }));\n  }\n}",
  readField:
    "function readField({ name, type, nullable }, row, place, diagnostics) {\n  const given = Object.hasOwn(row, name) ? row[name] : void 0;\n  if (given === void 0 || given === null) {\n    if (!nullable) diagnostics.push(errorDiagnostic(\"T1103\", `Column ${showValue(name)} is missing`, {\n      place,\n      cure: `${wanted[type]} It has no missing values.`\n    }));\n    return null;\n  }\n  const value = valueFromJson(given, type);\n  if (value === void 0) diagnostics.push(wrongValue(name, given, type, place));\n  return value ?? null;\n}",
  wanted:
    "/** What to send for each type. */\nconst wanted = {\n  Boolean: \"Send true or false.\",\n  Int: \"Send a whole number within ±(2^53-1).\",\n  Float: \"Send a number.\",\n  Text: \"Send text.\",\n  Day: \"Send a day as \\\"2024-01-31\\\".\",\n  Instant: \"Send an instant in UTC as \\\"2024-01-31T12:30:00Z\\\".\"\n};",
  wrongValue:
    "function wrongValue(name, given, type, place) {\n  const [code, what] = problemOf(given, type);\n  return errorDiagnostic(code, `Column ${showValue(name)} ${what}`, {\n    place,\n    value: showValue(given),\n    cure: wanted[type]\n  });\n}",
  problemOf:
    "function problemOf(given, type) {\n  if (typeof given === \"number\" && !Number.isFinite(given) && (type === \"Int\" || type === \"Float\")) return [\"T1106\", \"is no finite number\"];\n  if (typeof given === \"number\" && type === \"Int\") return Number.isInteger(given) ? [\"T1105\", \"is beyond the whole numbers that are exact\"] : [\"T1104\", \"is no whole number\"];\n  if (typeof given === \"string\" && type === \"Text\") return [\"T1107\", \"has half of a surrogate pair\"];\n  if (typeof given === \"string\" && (type === \"Day\" || type === \"Instant\")) return [\"T1108\", `is no ${type === \"Day\" ? \"day\" : \"instant\"}`];\n  return [\"T1104\", `is ${type} but got ${jsonKind(given)}`];\n}",
  jsonKind:
    "const jsonKind = (given) => Array.isArray(given) ? \"a list\" : typeof given === \"object\" ? \"an object\" : `a ${typeof given}`;",
  valueFromJson:
    "/**\n* A JSON value as a value of a type; undefined when it is none. Days and instants are ISO text. Null\n* is missing. Nothing is guessed: `\"3\"` is no number.\n*/\nfunction valueFromJson(value, type) {\n  if (value === null) return null;\n  switch (type) {\n    case \"Boolean\": return typeof value === \"boolean\" ? value : void 0;\n    case \"Text\": return typeof value === \"string\" && value.isWellFormed() ? value : void 0;\n    case \"Int\": return typeof value === \"number\" && Number.isSafeInteger(value) ? value + 0 : void 0;\n    case \"Float\": return typeof value === \"number\" && Number.isFinite(value) ? value + 0 : void 0;\n    case \"Day\": return typeof value === \"string\" ? parseDayText(value) ?? void 0 : void 0;\n    case \"Instant\": return typeof value === \"string\" ? parseInstantText(value) ?? void 0 : void 0;\n  }\n}",
  compareText:
    "/** Compares two texts by code point: UTF-16 order, corrected where surrogates meet the range above them. */\nfunction compareText(left, right) {\n  const length = Math.min(left.length, right.length);\n  for (let at = 0; at < length; at++) {\n    const a = left.charCodeAt(at);\n    const b = right.charCodeAt(at);\n    if (a === b) continue;\n    const aSurrogate = a >= 55296 && a <= 57343;\n    return aSurrogate === (b >= 55296 && b <= 57343) ? a - b : aSurrogate ? 1 : -1;\n  }\n  return left.length - right.length;\n}",
  ordered:
    "const ordered = [\n  \"Int\",\n  \"Float\",\n  \"Text\",\n  \"Day\",\n  \"Instant\"\n];\neachType(dataTypes, (type) => ({\n  args: [type],\n  result: \"Boolean\"\n})), eachType(dataTypes, (type) => ({\n  args: [type],\n  result: \"Boolean\"\n})), eachType(dataTypes, (type) => ({\n  args: [type, type],\n  rest: type,\n  result: type\n})), eachType(dataTypes, (type) => ({\n  args: [type, type],\n  result: type\n})), eachType(ordered, (type) => ({\n  args: [type, type],\n  rest: type,\n  result: type\n})), eachType(ordered, (type) => ({\n  args: [type, type],\n  rest: type,\n  result: type\n}));",
  SHA1_IV:
    "/**\n\nSHA1 (RFC 3174), MD5 (RFC 1321), and RIPEMD160 legacy, weak hash functions.\nRFC 2286 only covers HMAC-RIPEMD160 wrapper material and test vectors,\nnot the base RIPEMD-160 compression spec.\nDon't use them in a new protocol. What \"weak\" means:\n\n- Collisions can be made with 2^18 effort in MD5, 2^60 in SHA1, 2^80 in RIPEMD160.\n- No practical pre-image attacks (only theoretical, 2^123.4)\n- HMAC seems kinda ok: https://www.rfc-editor.org/rfc/rfc6151\n* @module\n*/\n/** Initial SHA-1 state from RFC 3174 §6.1. */\nconst SHA1_IV = /* @__PURE__ */ Uint32Array.from([\n  1732584193,\n  4023233417,\n  2562383102,\n  271733878,\n  3285377520\n]);",
  p32:
    "/** RFC 1321 `T[i]` uses `floor(2^32 * abs(sin(i)))`; this is the shared `2^32` scale factor. */\nconst p32 = /* @__PURE__ */ Math.pow(2, 32);",
  K:
    "/** RFC 1321 `T[1..64]` table. */\nconst K = /* @__PURE__ */ Array.from({ length: 64 }, (_, i) => Math.floor(p32 * Math.abs(Math.sin(i + 1))));",
  MD5_IV:
    "/** MD5 initial state from RFC 1321, stored as 4 u32 words. */\nconst MD5_IV = /* @__PURE__ */ SHA1_IV.slice(0, 4);",
  MD5_W:
    "const MD5_W = /* @__PURE__ */ new Uint32Array(16);",
  MD5_SHIFTS:
    "const MD5_SHIFTS = /* @__PURE__ */ (() => {\n  const S = [\n    [\n      7,\n      12,\n      17,\n      22\n    ],\n    [\n      5,\n      9,\n      14,\n      20\n    ],\n    [\n      4,\n      11,\n      16,\n      23\n    ],\n    [\n      6,\n      10,\n      15,\n      21\n    ]\n  ];\n  return Uint8Array.from({ length: 64 }, (_, i) => S[Math.floor(i / 16)][i % 4]);\n})();",
  _MD5:
    "/** Internal MD5 legacy hash class. */\nvar _MD5 = class extends HashMD {\n  A = MD5_IV[0] | 0;\n  B = MD5_IV[1] | 0;\n  C = MD5_IV[2] | 0;\n  D = MD5_IV[3] | 0;\n  constructor() {\n    super(64, 16, 8, true);\n  }\n  get() {\n    const { A, B, C, D } = this;\n    return [\n      A,\n      B,\n      C,\n      D\n    ];\n  }\n  set(A, B, C, D) {\n    this.A = A | 0;\n    this.B = B | 0;\n    this.C = C | 0;\n    this.D = D | 0;\n  }\n  _cloneInto(to) {\n    (to ||= new this.constructor()).set(...this.get());\n    return this._cloneIntoMeta(to);\n  }\n  process(view, offset) {\n    for (let i = 0; i < 16; i++, offset += 4) MD5_W[i] = view.getUint32(offset, true);\n    let { A, B, C, D } = this;\n    for (let i = 0; i < 64; i++) {\n      let F, g;\n      if (i < 16) {\n        F = Chi(B, C, D);\n        g = i;\n      } else if (i < 32) {\n        F = Chi(D, B, C);\n        g = (5 * i + 1) % 16;\n      } else if (i < 48) {\n        F = B ^ C ^ D;\n        g = (3 * i + 5) % 16;\n      } else {\n        F = C ^ (B | ~D);\n        g = 7 * i % 16;\n      }\n      F = F + A + K[i] + MD5_W[g];\n      A = D;\n      D = C;\n      C = B;\n      B = B + rotl(F, MD5_SHIFTS[i]);\n    }\n    A = A + this.A | 0;\n    B = B + this.B | 0;\n    C = C + this.C | 0;\n    D = D + this.D | 0;\n    this.set(A, B, C, D);\n  }\n  roundClean() {\n    clean(MD5_W);\n  }\n  destroy() {\n    this.destroyed = true;\n    this.set(0, 0, 0, 0);\n    clean(this.buffer);\n  }\n};",
  md5:
    "/**\n* MD5 (RFC 1321) legacy hash function. It was cryptographically broken.\n* MD5 architecture is similar to SHA1, with some differences:\n* - Reduced output length: 16 bytes (128 bit) instead of 20\n* - 64 rounds, instead of 80\n* - Little-endian: could be faster, but will require more code\n* - Non-linear index selection: huge speed-up for unroll\n* - Per round constants: more memory accesses, additional speed-up for unroll\n* @param msg - message bytes to hash\n* @param opts - Reserved hash options.\n* @returns Digest bytes.\n* @example\n* Hash a message with MD5.\n* ```ts\n* md5(new Uint8Array([97, 98, 99]));\n* ```\n*/\nconst md5 = /* @__PURE__ */ createHasher(() => new _MD5());",
  hashIntOf:
    "/** The first 52 bits of the MD5 of `seed:text`: a whole number from 0 to 2⁵² - 1, the same on every engine. */\nconst hashIntOf = (text, seed) => Number.parseInt(bytesToHex(md5(utf8ToBytes(`${seed + 0}:${text}`))).slice(0, 13), 16);",
  hashRange:
    "/** How many values `hashInt` has. */\nconst hashRange = 2 ** 52;",
  hashUnitOf:
    "/** A seeded hash as a number from 0 to below 1. */\nconst hashUnitOf = (text, seed) => hashIntOf(text, seed) / hashRange;",
  longestCompared:
    "/** Texts that are compared letter by letter have at most so many code points, so that a comparison stays quick. */\nconst longestCompared = 1e3;",
  comparable:
    "/** Two texts as code points, or null where they are beyond what is compared. */\nfunction comparable(a, b) {\n  const [left, right] = [Array.from(a), Array.from(b)];\n  if (left.length > 1e3 || right.length > 1e3) return null;\n  const letters = new Set(left);\n  return new Set(right.filter((letter) => letters.has(letter))).size > 120 ? null : [left, right];\n}",
  editDistanceOf:
    "/**\n* The fewest insertions, deletions and replacements of one code point that make b of a (Levenshtein, \"Binary codes capable\n* of correcting deletions, insertions, and reversals\", 1966; by the algorithm of Wagner and Fischer, 1974).\n*/\nfunction editDistanceOf(a, b) {\n  const texts = comparable(a, b);\n  if (!texts) return null;\n  const [left, right] = texts;\n  let above = Array.from({ length: right.length + 1 }, (_, at) => at);\n  for (const [row, letter] of left.entries()) {\n    const below = [row + 1];\n    for (const [at, other] of right.entries()) below.push(Math.min(above[at + 1] + 1, below[at] + 1, above[at] + (letter === other ? 0 : 1)));\n    above = below;\n  }\n  return above[right.length];\n}",
  jaroWinklerOf:
    "/**\n* Jaro-Winkler similarity (Winkler, \"String comparator metrics and enhanced decision rules in the Fellegi-Sunter model of\n* record linkage\", 1990). With m letters that agree within a reach of ⌊longest / 2⌋ - 1 and t half transpositions, halved and\n* cut: j = (m/|a| + m/|b| + (m - t)/m) / 3; above 0.7 the result is j + p · 0.1 · (1 - j) for p common first letters, 4 at most.\n*/\nfunction jaroWinklerOf(a, b) {\n  const texts = comparable(a, b);\n  if (!texts) return null;\n  if (a === b) return 1;\n  const [left, right] = texts;\n  const { inLeft, inRight } = agreeingLetters(left, right);\n  const agreeing = inLeft.length;\n  if (agreeing === 0) return 0;\n  const displaced = inLeft.filter((letter, at) => letter !== inRight[at]).length;\n  const kept = agreeing - Math.floor(displaced / 2);\n  const jaro = (agreeing / left.length + agreeing / right.length + kept / agreeing) / 3;\n  return jaro > .7 ? Math.min(1, jaro + commonStart(left, right) * .1 * (1 - jaro)) : jaro;\n}",
  agreeingLetters:
    "/** The letters that have a partner near their place in the other text, in the order of each text. */\nfunction agreeingLetters(left, right) {\n  const reach = Math.max(0, Math.floor(Math.max(left.length, right.length) / 2) - 1);\n  const taken = /* @__PURE__ */ new Set();\n  return {\n    inLeft: left.filter((letter, place) => {\n      for (let at = Math.max(0, place - reach); at < Math.min(right.length, place + reach + 1); at++) {\n        if (taken.has(at) || right[at] !== letter) continue;\n        taken.add(at);\n        return true;\n      }\n      return false;\n    }),\n    inRight: right.filter((_, at) => taken.has(at))\n  };\n}",
  commonStart:
    "function commonStart(left, right) {\n  let count = 0;\n  while (count < 4 && count < left.length && left[count] === right[count]) count++;\n  return count;\n}",
  trigramsOf:
    "/** All runs of three code points of a text with two spaces before and one behind. */\nfunction trigramsOf(text) {\n  const letters = Array.from(`  ${text} `);\n  return new Set(letters.slice(2).map((letter, at) => `${letters[at]}${letters[at + 1]}${letter}`));\n}",
  trigramSimilarityOf:
    "/** The share of the trigrams of two texts that both have (Jaccard). */\nfunction trigramSimilarityOf(a, b) {\n  const [left, right] = [trigramsOf(a), trigramsOf(b)];\n  let common = 0;\n  for (const trigram of left) if (right.has(trigram)) common++;\n  return common / (left.size + right.size - common);\n}",
  limits:
    "const limits = `null when one has more than ${longestCompared} code points, or both have more than 120 different ones in common`;\n`${limits}`, `${limits}`;",
  accented:
    "/** Letters with a mark in the Unicode blocks Latin-1 Supplement and Latin Extended-A, and the ASCII letter below each. */\nconst accented = \"ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝàáâãäåçèéêëìíîïñòóôõöøùúûüýÿĀāĂăĄąĆćĈĉĊċČčĎďĐđĒēĔĕĖėĘęĚěĜĝĞğĠġĢģĤĥĦħĨĩĪīĬĭĮįİıĴĵĶķĹĺĻļĽľĿŀŁłŃńŅņŇňŉŌōŎŏŐőŔŕŖŗŘřŚśŜŝŞşŠšŢţŤťŦŧŨũŪūŬŭŮůŰűŲųŴŵŶŷŸŹźŻżŽž\";",
  unaccented:
    "const unaccented = \"AAAAAACEEEEIIIINOOOOOOUUUUYaaaaaaceeeeiiiinoooooouuuuyyAaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiJjKkLlLlLlLlLlNnNnNnnOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZz\";\nArray.from({ length: 112 }, (_, at) => String.fromCodePoint(768 + at)).join(\"\");",
  plainLetters:
    "const plainLetters = new Map(Array.from(accented, (letter, at) => [letter, unaccented[at]]));",
  removeAccents:
    "/** A text without the marks of its Latin letters. Every other character stays, so `ß`, `æ` and Greek letters do. */\nconst removeAccents = (text) => text.replace(/[\\u0300-\\u036f]+/g, \"\").replace(/[\\u00c0-\\u017f]/g, (letter) => plainLetters.get(letter) ?? letter);",
  lowerAscii:
    "/** Upper and lower case of the letters a to z only; every other character stays. */\nconst lowerAscii = (text) => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());",
  upperAscii:
    "const upperAscii = (text) => text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());",
  hashBucketOf:
    "/** The bucket of a text: the first 32 bits of its MD5, modulo the number of buckets. The same on every engine. */\nconst hashBucketOf = (text, buckets) => Number.parseInt(bytesToHex(md5(utf8ToBytes(text))).slice(0, 8), 16) % buckets;",
  slugOf:
    "/** Lower-case ASCII letters and digits, without accents; every run of anything else is one hyphen, none at the ends. */\nconst slugOf = (text) => lowerAscii(removeAccents(text)).split(/[^a-z0-9]+/).filter(Boolean).join(\"-\");",
  hashTextOf:
    "/** The MD5 of a text's UTF-8 bytes in hexadecimal digits. */\nconst hashTextOf = (text) => bytesToHex(md5(utf8ToBytes(text)));",
  family:
    "const family = \"time\";",
  nulls:
    "const nulls = \"propagate\";",
  part:
    "/** A part of a day. For an instant, take `toDay` first. */\nconst part = (title, compute) => ({\n  family,\n  nulls,\n  title,\n  signatures: [{\n    args: [\"Day\"],\n    result: \"Int\"\n  }],\n  evaluate: onNumbers((days) => compute(days))\n});",
  clock:
    "const clock = (title, unitMs, units) => ({\n  family,\n  nulls,\n  title,\n  signatures: [{\n    args: [\"Instant\"],\n    result: \"Int\"\n  }],\n  evaluate: onNumbers((ms) => (Math.floor(ms / unitMs) % units + units) % units)\n});",
  isoWeekday:
    "/** ISO 8601 weekday: Monday 1 … Sunday 7. */\nconst isoWeekday = (days) => ((days + 3) % 7 + 7) % 7 + 1;",
  isoWeekOf:
    "/** ISO 8601 week number: the week that holds the year's first Thursday is week 1. */\nfunction isoWeekOf(days) {\n  const thursday = days - isoWeekday(days) + 4;\n  return Math.floor((thursday - daysFromCivil(civilFromDays(thursday).year, 1, 1)) / 7) + 1;\n}\npart(\"The year.\", (days) => civilFromDays(days).year), part(\"The quarter of the year, 1 to 4.\", (days) => Math.floor((civilFromDays(days).month + 2) / 3)), part(\"The month, 1 to 12.\", (days) => civilFromDays(days).month), part(\"The day of the month, 1 to 31.\", (days) => civilFromDays(days).day), part(\"The day of the year, 1 to 366.\", (days) => days - daysFromCivil(civilFromDays(days).year, 1, 1) + 1), part(\"The ISO weekday: Monday 1 to Sunday 7.\", isoWeekday), part(\"The ISO 8601 week, 1 to 53.\", isoWeekOf), clock(\"The hour in UTC, 0 to 23.\", 36e5, 24), clock(\"The minute, 0 to 59.\", 6e4, 60), clock(\"The whole second, 0 to 59.\", 1e3, 60);",
  lengthOf:
    "/** How many code points a text has; half of a surrogate pair counts as one. */\nfunction lengthOf(text) {\n  let count = text.length;\n  for (let at = 0; at < text.length - 1; at++) {\n    const unit = text.charCodeAt(at);\n    if (unit < 55296 || unit > 56319) continue;\n    const next = text.charCodeAt(at + 1);\n    if (next < 56320 || next > 57343) continue;\n    count--;\n    at++;\n  }\n  return count;\n}",
  unitOf:
    "/** Where the code point at a place (from 0) begins, in code units. */\nfunction unitOf(text, place, from = 0) {\n  let at = from;\n  for (let left = place; left > 0 && at < text.length; left--) at += text.codePointAt(at) > 65535 ? 2 : 1;\n  return at;\n}",
  isBlank:
    "/** Space, tab, line feed, carriage return. */\nconst isBlank = (unit) => unit === 32 || unit === 9 || unit === 10 || unit === 13;",
  blanksAtStart:
    "function blanksAtStart(text) {\n  let at = 0;\n  while (at < text.length && isBlank(text.charCodeAt(at))) at++;\n  return at;\n}",
  blanksFrom:
    "function blanksFrom(text) {\n  let at = text.length;\n  while (at > 0 && isBlank(text.charCodeAt(at - 1))) at--;\n  return at;\n}",
  trimEndOf:
    "/** Texts without blanks at the ends; loops, since a pattern looks at a long run of blanks inside again and again. */\nconst trimEndOf = (text) => text.slice(0, blanksFrom(text));",
  trimStartOf:
    "const trimStartOf = (text) => text.slice(blanksAtStart(text));",
  padding:
    "const padding = (text, length, fill) => fill.repeat(Math.max(0, length - lengthOf(text)));",
  rightOf:
    "function rightOf(text, count) {\n  const length = lengthOf(text);\n  return count >= length ? text : text.slice(unitOf(text, length - count));\n}",
  textAfterOf:
    "function textAfterOf(text, separator) {\n  const at = text.indexOf(separator);\n  return at < 0 ? \"\" : text.slice(at + separator.length);\n}",
  textBeforeOf:
    "function textBeforeOf(text, separator) {\n  const at = text.indexOf(separator);\n  return at < 0 ? text : text.slice(0, at);\n}",
  countIn:
    "function countIn(text, part) {\n  if (part === \"\") return 0;\n  let count = 0;\n  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) count++;\n  return count;\n}",
  trimText:
    "const trimText = (text) => trimStartOf(trimEndOf(text));",
  normalizeSpacesOf:
    "const normalizeSpacesOf = (text) => trimStartOf(trimEndOf(text)).replace(/[ \\t\\n\\r]+/g, \" \");",
  padStartOf:
    "const padStartOf = (text, length, fill) => padding(text, length, fill) + text;",
  padEndOf:
    "const padEndOf = (text, length, fill) => text + padding(text, length, fill);",
  leftOf:
    "const leftOf = (text, count) => text.slice(0, unitOf(text, count));",
  capitalizeOf:
    "const capitalizeOf = (text) => upperAscii(text.slice(0, 1)) + lowerAscii(text.slice(1));",
  editDistanceIn:
    "const editDistanceIn = (a, b) => editDistanceOf(a, b) ?? NaN;",
  jaroWinklerIn:
    "const jaroWinklerIn = (a, b) => jaroWinklerOf(a, b) ?? NaN;",
  substringOf:
    "function substringOf(text, start, count) {\n  const from = unitOf(text, start - 1);\n  return text.slice(from, unitOf(text, count, from));\n}",
  positionOf:
    "function positionOf(text, part) {\n  const at = text.indexOf(part);\n  return at < 0 ? 0 : lengthOf(text.slice(0, at)) + 1;\n}",
  replaceText:
    "const replaceText = (text, from, to) => from === \"\" ? text : text.split(from).join(to);",
  partOf:
    "const partOf = (text, separator, part) => text.split(separator)[part - 1] ?? \"\";",
  yearOf:
    "const yearOf = (days) => civilFromDays(days).year;",
  quarterOf:
    "const quarterOf = (days) => Math.floor((civilFromDays(days).month + 2) / 3);",
  monthOf:
    "const monthOf = (days) => civilFromDays(days).month;",
  dayOfMonthOf:
    "const dayOfMonthOf = (days) => civilFromDays(days).day;",
  dayOfYearOf:
    "const dayOfYearOf = (days) => days - daysFromCivil(civilFromDays(days).year, 1, 1) + 1;",
  monthStartOf:
    "const monthStartOf = (days) => days - civilFromDays(days).day + 1;",
  inCalendar:
    "const inCalendar = (days) => days >= -719162 && days <= 2932896 ? days : NaN;",
  makeDay:
    "const makeDay = (year, month, day) => year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month) ? daysFromCivil(year, month, day) : NaN;",
  numberOrNaN:
    "const numberOrNaN = (value) => value === null ? NaN : value;",
  floatOf:
    "const floatOf = (text) => numberOrNaN(parseFloatText(text));",
  intOf:
    "const intOf = (text) => numberOrNaN(parseIntText(text));",
  booleanOf:
    "const booleanOf = (text) => {\n  const value = parseBooleanText(text);\n  return value === null ? NaN : value ? 1 : 0;\n};",
  dayOf:
    "const dayOf = (text) => numberOrNaN(parseDayText(text));",
  instantOf:
    "const instantOf = (text) => numberOrNaN(parseInstantText(text));",
  floatIn:
    "/** A value of a row as generated code holds a Float: NaN for what is no finite number. */\nconst floatIn = (value) => typeof value === \"number\" && Number.isFinite(value) ? value : NaN;",
  wholeIn:
    "/** A value of a row as generated code holds an Int, Day or Instant: NaN for what is no whole number. */\nconst wholeIn = (value) => typeof value === \"number\" && Number.isSafeInteger(value) ? value : NaN;",
  booleanIn:
    "/** A value of a row as generated code holds a Boolean. */\nconst booleanIn = (value) => typeof value === \"boolean\" ? Number(value) : NaN;",
  textIn:
    "/** A value of a row as generated code holds a text. */\nconst textIn = (value) => typeof value === \"string\" ? value : null;",
  createModel:
    "/**\n* The functions of an exported module, built where it is loaded. This is no part of the library that a program imports: its\n* source is copied into each module.\n*/\nfunction createModel({ schema, outputs, proof, score }) {\n  const answer = (values) => {\n    const scored = score(values);\n    return Object.fromEntries(Object.entries(outputs).map(([name, type]) => [name, valueToJson(scored[name], type)]));\n  };\n  const readRow = (row, place, diagnostics) => validateRow(schema, row, place, diagnostics) ?? {};\n  const predict = (row) => {\n    const diagnostics = [];\n    const values = readRow(row, \"row\", diagnostics);\n    throwIfErrors(diagnostics);\n    return answer(values);\n  };\n  const predictBatch = (rows) => {\n    if (!Array.isArray(rows)) return failInput(\"T2591\", \"predictBatch() takes a list of rows\", {\n      value: showValue(rows),\n      cure: \"Call it with [{…}, {…}], or predict() with one row.\"\n    });\n    const diagnostics = [];\n    const values = rows.map((row, at) => readRow(row, `rows[${at}]`, diagnostics));\n    throwIfErrors(diagnostics);\n    return values.map(answer);\n  };\n  const verify = () => {\n    const rows = proof();\n    throwIfErrors(rows.flatMap(({ input, output }, at) => {\n      const found = answer(Object.fromEntries(schema.fields.map(({ name, type }) => [name, valueFromJson(input[name] ?? null, type) ?? null])));\n      return Object.entries(output).filter(([name, expected]) => !Object.is(found[name], expected)).map(([name, expected]) => errorDiagnostic(\"T2592\", `Proof row ${at + 1} is not reproduced: ${name} is ${showValue(found[name])}, but the model says ${showValue(expected)}`, { cure: \"Do not use this module here; export it anew, or use another engine.\" }));\n    }), \"work\");\n    return { rowCount: rows.length };\n  };\n  return {\n    predict,\n    predictBatch,\n    verify\n  };\n}",
};
