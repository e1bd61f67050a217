/**
 * The functions of exported modules as JavaScript, by their names. Written by `npm run docs` from the library's own source; a test
 * fails when they are stale.
 */
export const moduleFunctions: Readonly<Record<string, string>> = {
  scoreForest:
    "/** bias + leaf of tree 1 + leaf of tree 2 + … for one row of inputs, where NaN is a missing value. */\nfunction scoreForest(forest, inputs) {\n  const { roots, links, numbers, spans } = forest;\n  let sum = forest.bias;\n  for (let tree = 0; tree < roots.length; tree++) {\n    let node = roots[tree];\n    for (let at = node << 2; links[at] !== -1; at = node << 2) {\n      const input = links[at];\n      if (input >= 0) {\n        const x = inputs[input];\n        const threshold = numbers[node];\n        node = links[at + (x <= threshold ? 1 : x > threshold ? 2 : 3)];\n      } else {\n        const x = inputs[-2 - input];\n        node = links[at + (Number.isNaN(x) ? 3 : holds(spans[numbers[node]], x) ? 1 : 2)];\n      }\n    }\n    sum += numbers[node];\n  }\n  return sum;\n}",
  holds:
    "/** True when a sorted list holds a number. */\nfunction holds(sorted, x) {\n  let low = 0;\n  let high = sorted.length - 1;\n  while (low <= high) {\n    const middle = low + high >> 1;\n    const at = sorted[middle];\n    if (at === x) return true;\n    if (at < x) low = middle + 1;\n    else high = middle - 1;\n  }\n  return false;\n}",
  mostBoxedInputs:
    "/** Boxes part rows of at most so many numbers: of more, hardly any box is far enough to be left out. */\nconst mostBoxedInputs = 12;",
  fewestBoxedRows:
    "const fewestBoxedRows = 256;",
  rowsOfLeaf:
    "const rowsOfLeaf = 12;",
  buildNearestTree:
    "/** The tree of stored rows; null where a look at all of them is as fast. */\nfunction buildNearestTree(rows, size) {\n  const count = rows.length / size;\n  if (size > mostBoxedInputs || count < fewestBoxedRows) return null;\n  const places = Uint32Array.from({ length: count }, (_, row) => row);\n  const nodes = [];\n  const build = (from, to) => {\n    const low = new Float64Array(size).fill(Infinity);\n    const high = new Float64Array(size).fill(-Infinity);\n    for (let at = from; at < to; at++) for (let input = 0; input < size; input++) {\n      const value = rows[places[at] * size + input];\n      if (value < low[input]) low[input] = value;\n      if (value > high[input]) high[input] = value;\n    }\n    let widest = 0;\n    for (let input = 1; input < size; input++) if (high[input] - low[input] > high[widest] - low[widest]) widest = input;\n    let left = -1;\n    let right = -1;\n    if (to - from > rowsOfLeaf && high[widest] > low[widest]) {\n      places.subarray(from, to).sort((one, other) => rows[one * size + widest] - rows[other * size + widest] || one - other);\n      const middle = from + to >> 1;\n      left = build(from, middle);\n      right = build(middle, to);\n    }\n    return nodes.push({\n      from,\n      to,\n      low,\n      high,\n      left,\n      right\n    }) - 1;\n  };\n  build(0, count);\n  const ordered = new Float64Array(rows.length);\n  for (let at = 0; at < count; at++) ordered.set(rows.subarray(places[at] * size, (places[at] + 1) * size), at * size);\n  return {\n    rows: ordered,\n    places,\n    nodes\n  };\n}",
  boxSum:
    "/**\n* The sum Σ(x - r)² or Σ|x - r| that no row of a box falls below. Differences, squares and sums keep the order of numbers when they are\n* rounded, so this holds to the bit.\n*/\nfunction boxSum({ low, high }, inputs, isManhattan) {\n  let sum = 0;\n  for (let at = 0; at < inputs.length; at++) {\n    const x = inputs[at];\n    const away = x < low[at] ? low[at] - x : x > high[at] ? x - high[at] : 0;\n    sum += isManhattan ? away : away * away;\n  }\n  return sum;\n}",
  scoreNearest:
    "/** The answer of the stored rows nearest to a row of inputs, where NaN is a missing value. */\nfunction scoreNearest(nearest, inputs, within) {\n  if (within !== within) return NaN;\n  for (let at = 0; at < inputs.length; at++) if (inputs[at] !== inputs[at]) return NaN;\n  const isManhattan = nearest.metric === \"manhattan\";\n  const limit = within === Infinity ? Number.MAX_VALUE : within;\n  const search = {\n    isManhattan,\n    limit,\n    bound: giveUpBeyond(limit, isManhattan),\n    near: [],\n    first: []\n  };\n  nearest.tree ??= buildNearestTree(nearest.rows, inputs.length);\n  if (nearest.tree) searchTree(nearest, nearest.tree, inputs, search);\n  else for (let row = 0; row < nearest.weight.length; row++) meet(nearest, nearest.rows, row, row, inputs, search);\n  return answerOf(nearest, search);\n}",
  giveUpBeyond:
    "/** A sum from which on a row is farther than a distance for certain, whatever was rounded. */\nconst giveUpBeyond = (distance, isManhattan) => isManhattan ? distance : distance * distance * (1 + 1e-12) + 1e-300;",
  searchTree:
    "/** Meets the rows of the boxes that are near enough, the nearer box first. */\nfunction searchTree(nearest, { rows, places, nodes }, inputs, search) {\n  const open = [nodes.length - 1];\n  const sums = [0];\n  for (let next = open.pop(); next !== void 0; next = open.pop()) {\n    if (sums.pop() > search.bound) continue;\n    const { from, to, left, right } = nodes[next];\n    if (left < 0) {\n      for (let at = from; at < to; at++) meet(nearest, rows, at, places[at], inputs, search);\n      continue;\n    }\n    const [leftSum, rightSum] = [boxSum(nodes[left], inputs, search.isManhattan), boxSum(nodes[right], inputs, search.isManhattan)];\n    const leftFirst = leftSum <= rightSum;\n    open.push(leftFirst ? right : left, leftFirst ? left : right);\n    sums.push(leftFirst ? rightSum : leftSum, leftFirst ? leftSum : rightSum);\n  }\n}",
  meet:
    "/** Measures one row, and keeps it where it may count. */\nfunction meet({ neighbours, weight }, rows, row, place, inputs, search) {\n  const { isManhattan, bound, near, first } = search;\n  const start = row * inputs.length;\n  let sum = 0;\n  for (let at = 0; at < inputs.length && sum <= bound; at++) {\n    const away = inputs[at] - rows[start + at];\n    sum += isManhattan ? Math.abs(away) : away * away;\n  }\n  const distance = isManhattan ? sum : Math.sqrt(sum);\n  if (!(sum <= bound && distance <= search.limit)) return;\n  const found = {\n    place,\n    distance\n  };\n  near.push(found);\n  if (neighbours === Infinity) return;\n  let at = first.length;\n  while (at > 0 && isBefore(found, first[at - 1])) at--;\n  first.splice(at, 0, found);\n  let total = 0;\n  let kept = 0;\n  while (kept < first.length && total < neighbours) total += weight[first[kept++].place];\n  first.length = kept;\n  const last = first[kept - 1].distance;\n  if (total >= neighbours && last < search.limit) {\n    search.limit = last;\n    search.bound = giveUpBeyond(last, isManhattan);\n  }\n}",
  isBefore:
    "const isBefore = (one, other) => one.distance < other.distance || one.distance === other.distance && one.place < other.place;",
  answerOf:
    "/** What the rows that count answer together, in their order. */\nfunction answerOf({ neighbours, weighting, answer, weight, value }, search) {\n  const { near, first } = search;\n  if (near.length === 0) return answer === \"sum\" ? 0 : NaN;\n  const isByDistance = weighting === \"distance\";\n  let reach = 0;\n  if (!(isByDistance && near.some(({ distance }) => distance === 0))) for (const { distance } of neighbours === Infinity ? near : first) reach = Math.max(reach, distance);\n  if (answer === \"reach\") return reach;\n  let least = Infinity;\n  let sum = 0;\n  let weights = 0;\n  const counted = near.filter(({ distance }) => distance <= reach);\n  for (const { place, distance } of counted.sort((one, other) => one.place - other.place)) {\n    const share = isByDistance && distance > 0 ? weight[place] * (1 / distance) : weight[place];\n    sum += share * value[place];\n    weights += share;\n    least = Math.min(least, value[place]);\n  }\n  if (answer === \"least\") return least;\n  return answer === \"sum\" ? sum : sum / weights;\n}",
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
  onTexts:
    "/** An evaluate function on texts. */\nconst onTexts = (compute) => (...args) => compute(...args);",
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
    "/** The known names closest to a misspelt one, best first (at most three), for error messages. */\nfunction similarNames(name, known) {\n  const wanted = name.toLowerCase();\n  return known.map((candidate) => ({\n    candidate,\n    lower: candidate.toLowerCase(),\n    farthest: Math.max(2, Math.floor(candidate.length / 3))\n  })).filter(({ lower, farthest }) => Math.abs(lower.length - wanted.length) <= farthest).map(({ candidate, lower, farthest }) => ({\n    candidate,\n    farthest,\n    distance: editDistance(wanted, lower)\n  })).filter(({ distance, farthest }) => distance <= farthest).sort((left, right) => left.distance - right.distance || (left.candidate < right.candidate ? -1 : 1)).slice(0, 3).map(({ candidate }) => candidate);\n}",
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
    "/** `YYYY-MM-DD`, years 0001 to 9999, as days since 1970-01-01. */\nfunction parseDayText(text) {\n  if (text.length === 10) return isDayDigits(text) ? dayOfDigits(text) : null;\n  return dayPattern.test(text) ? dayOfDigits(text.trim()) : null;\n}",
  isDayDigits:
    "function isDayDigits(text) {\n  for (let at = 0; at < 10; at++) {\n    const code = text.charCodeAt(at);\n    if (at === 4 || at === 7 ? code !== 45 : code < 48 || code > 57) return false;\n  }\n  return true;\n}",
  parseInstantText:
    "/** `YYYY-MM-DD[T ]hh:mm[:ss[.fff]][Z]`, read as UTC; digits below a millisecond are cut off. */\nfunction parseInstantText(text) {\n  if (!instantPattern.test(text)) return null;\n  const digits = text.trim().replace(\"Z\", \"\");\n  const day = dayOfDigits(digits.slice(0, 10));\n  const [clock = \"\", fraction = \"\"] = digits.slice(11).split(\".\");\n  const [hour = 0, minute = 0, second = 0] = clock.split(\":\").map(Number);\n  if (day === null || hour > 23 || minute > 59 || second > 59) return null;\n  return day * dayMs + hour * 36e5 + minute * 6e4 + second * 1e3 + Number(fraction.slice(0, 3).padEnd(3, \"0\"));\n}",
  dayOfDigits:
    "function dayOfDigits(digits) {\n  const digit = (at) => digits.charCodeAt(at) - 48;\n  const year = digit(0) * 1e3 + digit(1) * 100 + digit(2) * 10 + digit(3);\n  const month = digit(5) * 10 + digit(6);\n  const day = digit(8) * 10 + digit(9);\n  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;\n  return daysFromCivil(year, month, day);\n}",
  monthNames:
    "const monthNames = [\n  \"January\",\n  \"February\",\n  \"March\",\n  \"April\",\n  \"May\",\n  \"June\",\n  \"July\",\n  \"August\",\n  \"September\",\n  \"October\",\n  \"November\",\n  \"December\"\n];",
  weekdayNames:
    "const weekdayNames = [\n  \"Monday\",\n  \"Tuesday\",\n  \"Wednesday\",\n  \"Thursday\",\n  \"Friday\",\n  \"Saturday\",\n  \"Sunday\"\n];",
  padded:
    "const padded = (width) => (value) => String(value).padStart(width, \"0\");",
  anyCase:
    "/** A name in any ASCII case; without a flag, since RE2 and JavaScript spell flags differently. */\nconst anyCase = (name) => name.replace(/[a-z]/gi, (c) => `[${c.toUpperCase()}${c.toLowerCase()}]`);",
  oneOf:
    "const oneOf = (names) => `(${names.map(anyCase).join(\"|\")})`;",
  short:
    "const short = (names) => names.map((name) => name.slice(0, 3));",
  timeTokens:
    "const timeTokens = {\n  YYYY: {\n    unit: \"year\",\n    reads: \"([0-9]{4})\",\n    write: padded(4),\n    strftime: \"%Y\"\n  },\n  MMMM: {\n    unit: \"month\",\n    named: true,\n    reads: oneOf(monthNames),\n    write: (month) => monthNames[month - 1],\n    strftime: \"%B\"\n  },\n  MMM: {\n    unit: \"month\",\n    named: true,\n    reads: oneOf(short(monthNames)),\n    write: (month) => monthNames[month - 1].slice(0, 3),\n    strftime: \"%b\"\n  },\n  MM: {\n    unit: \"month\",\n    reads: \"(0[1-9]|1[0-2])\",\n    write: padded(2),\n    strftime: \"%m\"\n  },\n  M: {\n    unit: \"month\",\n    reads: \"(0?[1-9]|1[0-2])\",\n    open: true,\n    write: String,\n    strftime: \"%-m\"\n  },\n  DD: {\n    unit: \"day\",\n    reads: \"(0[1-9]|[12][0-9]|3[01])\",\n    write: padded(2),\n    strftime: \"%d\"\n  },\n  D: {\n    unit: \"day\",\n    reads: \"(0?[1-9]|[12][0-9]|3[01])\",\n    open: true,\n    write: String,\n    strftime: \"%-d\"\n  },\n  dddd: {\n    unit: \"weekday\",\n    write: (weekday) => weekdayNames[weekday - 1],\n    strftime: \"%A\"\n  },\n  ddd: {\n    unit: \"weekday\",\n    write: (weekday) => weekdayNames[weekday - 1].slice(0, 3),\n    strftime: \"%a\"\n  },\n  hh: {\n    unit: \"hour\",\n    reads: \"([01][0-9]|2[0-3])\",\n    write: padded(2),\n    strftime: \"%H\"\n  },\n  h: {\n    unit: \"hour\",\n    reads: \"([01]?[0-9]|2[0-3])\",\n    open: true,\n    write: String,\n    strftime: \"%-H\"\n  },\n  A: {\n    unit: \"half\",\n    named: true,\n    reads: \"([AaPp][Mm])\",\n    write: (half) => half === 0 ? \"AM\" : \"PM\",\n    strftime: \"%p\"\n  },\n  mm: {\n    unit: \"minute\",\n    reads: \"([0-5][0-9])\",\n    write: padded(2),\n    strftime: \"%M\"\n  },\n  ss: {\n    unit: \"second\",\n    reads: \"([0-5][0-9])\",\n    write: padded(2),\n    strftime: \"%S\"\n  },\n  SSS: {\n    unit: \"millisecond\",\n    reads: \"([0-9]{3})\",\n    write: padded(3),\n    strftime: \"%g\"\n  }\n};",
  timeTokenNames:
    "/** The tokens of patterns, for messages and documentation. */\nconst timeTokenNames = Object.keys(timeTokens);",
  twelve:
    "/** Hours as they are written beside AM and PM: 12, 1, …, 11. */\nconst twelve = (hour) => (hour + 11) % 12 + 1;",
  halfDayTokens:
    "const halfDayTokens = {\n  hh: {\n    unit: \"hour\",\n    reads: \"(0[1-9]|1[0-2])\",\n    write: (hour) => padded(2)(twelve(hour)),\n    strftime: \"%I\"\n  },\n  h: {\n    unit: \"hour\",\n    reads: \"(0?[1-9]|1[0-2])\",\n    open: true,\n    write: (hour) => String(twelve(hour)),\n    strftime: \"%-I\"\n  }\n};",
  parts:
    "const parts = new RegExp(`${timeTokenNames.join(\"|\")}|[TZ]|[^A-Za-z\\\\u0000-\\\\u001f]+|([^])`, \"gu\");",
  tokenNamed:
    "/** A token; beside AM and PM the hours are those of half a day. */\nconst tokenNamed = (name, halves) => (halves ? halfDayTokens[name] : void 0) ?? timeTokens[name];",
  cut:
    "/** The parts of a pattern, from the left; what is neither a token nor a separator comes as `wrong`. */\nfunction cut(pattern) {\n  const found = [...pattern.matchAll(parts)];\n  const halves = found.some(([text]) => text === \"A\");\n  return {\n    parts: found.map(([text]) => Object.hasOwn(timeTokens, text) ? {\n      kind: \"token\",\n      name: text,\n      ...tokenNamed(text, halves)\n    } : {\n      kind: \"literal\",\n      text\n    }),\n    wrong: found.flatMap(([, wrong]) => wrong === void 0 ? [] : [wrong])\n  };\n}",
  timePatternParts:
    "/** The parts of a pattern that was checked with `timePatternProblem`. */\nconst timePatternParts = (pattern) => cut(pattern).parts;",
  unitNames:
    "const unitNames = { half: \"half of the day\" };",
  clockUnits:
    "const clockUnits = [\n  \"hour\",\n  \"minute\",\n  \"second\",\n  \"millisecond\"\n];",
  timePatternProblem:
    "/** What is wrong with a pattern for reading or writing days or instants, or undefined. */\nfunction timePatternProblem(pattern, type, way) {\n  const { parts, wrong } = cut(pattern);\n  if (wrong.length > 0) return `the pattern has ${JSON.stringify(wrong[0])}; a pattern is made of ${timeTokenNames.join(\" \")}, T, Z and what is no letter`;\n  const tokens = parts.filter((part) => part.kind === \"token\");\n  const units = tokens.map(({ unit }) => unit);\n  const twice = units.find((unit, at) => units.indexOf(unit) !== at);\n  if (twice) return `the pattern names the ${unitNames[twice] ?? twice} twice`;\n  if (tokens.length === 0) return \"the pattern names no part of a day or time\";\n  const clock = units.find((unit) => unit === \"half\" || clockUnits.includes(unit));\n  if (type === \"Day\" && clock) return `the pattern names the ${unitNames[clock] ?? clock}, which a day does not have`;\n  return way === \"parse\" ? readingProblem(parts, units, type) : void 0;\n}",
  readsDigit:
    "const readsDigit = (part) => part.kind === \"token\" ? !part.named : /^[0-9]/.test(part.text);",
  readingProblem:
    "function readingProblem(parts, units, type) {\n  const clock = clockUnits.slice(0, 1 + Math.max(0, ...units.map((unit) => clockUnits.indexOf(unit))));\n  const absent = [\n    \"year\",\n    \"month\",\n    \"day\",\n    ...type === \"Instant\" ? clock : []\n  ].find((unit) => !units.includes(unit));\n  if (absent) return `the pattern does not name the ${absent}`;\n  if (units.includes(\"weekday\")) return \"the pattern names the weekday, which follows from the day: it can be written, not read\";\n  for (const [at, part] of parts.entries()) {\n    const next = parts[at + 1];\n    if (part.kind === \"token\" && part.open && next && readsDigit(next)) return `a separator must stand after ${part.name}`;\n  }\n}",
  timePatternSource:
    "/** A pattern as a regular expression with one group for each token; spaces may stand around the text. */\nconst timePatternSource = (pattern) => `^ *${timePatternParts(pattern).map((part) => part.kind === \"token\" ? part.reads : part.text.replace(/[\\\\^$.*+?()[\\]{}|/]/g, \"\\\\$&\")).join(\"\")} *$`;",
  readers:
    "/** Patterns are constants of a Program, so there are few of them. */\nconst readers = /* @__PURE__ */ new Map();",
  writers:
    "const writers = /* @__PURE__ */ new Map();",
  readerOf:
    "function readerOf(pattern) {\n  const known = readers.get(pattern);\n  if (known) return known;\n  const units = timePatternParts(pattern).flatMap((part) => part.kind === \"token\" ? [{\n    unit: part.unit,\n    named: part.named === true\n  }] : []);\n  const made = {\n    expression: new RegExp(timePatternSource(pattern), \"u\"),\n    units\n  };\n  readers.set(pattern, made);\n  return made;\n}",
  readUnits:
    "function readUnits(text, pattern) {\n  const { expression, units } = readerOf(pattern);\n  const found = expression.exec(text);\n  if (!found) return null;\n  return Object.fromEntries(units.map(({ unit, named }, at) => {\n    const part = found[at + 1];\n    return [unit, !named ? Number(part) : unit === \"half\" ? Number(/p/i.test(part)) : monthNumber(part)];\n  }));\n}",
  shortMonths:
    "const shortMonths = short(monthNames).map((name) => name.toLowerCase());",
  monthNumber:
    "const monthNumber = (name) => shortMonths.indexOf(name.slice(0, 3).toLowerCase()) + 1;",
  parseDayAs:
    "/** A day from text by a pattern, as whole days since 1970-01-01; null for text that does not fit and days that do not exist. */\nfunction parseDayAs(text, pattern) {\n  const read = readUnits(text, pattern);\n  return read && dayOfUnits(read);\n}",
  dayOfUnits:
    "function dayOfUnits({ year = 0, month = 0, day = 0 }) {\n  return year < 1 || day > daysInMonth(year, month) ? null : daysFromCivil(year, month, day);\n}",
  parseInstantAs:
    "/** An instant from text by a pattern, in UTC, as milliseconds since 1970-01-01; null for text that does not fit. */\nfunction parseInstantAs(text, pattern) {\n  const read = readUnits(text, pattern);\n  const day = read && dayOfUnits(read);\n  if (!read || day === null) return null;\n  const { hour: written = 0, half, minute = 0, second = 0, millisecond = 0 } = read;\n  const hour = half === void 0 ? written : written % 12 + half * 12;\n  return day * dayMs + ((hour * 60 + minute) * 60 + second) * 1e3 + millisecond;\n}",
  formatInstant:
    "/** An instant as text by a pattern. */\nfunction formatInstant(ms, pattern) {\n  const days = Math.floor(ms / dayMs);\n  const rest = ms - days * dayMs;\n  const values = {\n    ...civilFromDays(days),\n    weekday: ((days + 3) % 7 + 7) % 7 + 1,\n    hour: Math.floor(rest / 36e5),\n    half: Math.floor(rest / (dayMs / 2)),\n    minute: Math.floor(rest / 6e4) % 60,\n    second: Math.floor(rest / 1e3) % 60,\n    millisecond: rest % 1e3\n  };\n  const parts = writers.get(pattern) ?? timePatternParts(pattern);\n  writers.set(pattern, parts);\n  return parts.map((part) => part.kind === \"token\" ? part.write(values[part.unit]) : part.text).join(\"\");\n}",
  formatDay:
    "/** A day as text by a pattern. */\nconst formatDay = (days, pattern) => formatInstant(days * dayMs, pattern);",
  spaces:
    "/** A space, or one that does not break the line, wide or narrow. */\nconst spaces = \"[ \\xA0 ]\";",
  numberFormats:
    "/** The ways of writing numbers, each named by 1234.56 written so. */\nconst numberFormats = {\n  \"1,234.56\": {\n    group: \",\",\n    decimal: \".\"\n  },\n  \"1.234,56\": {\n    group: \"[.]\",\n    decimal: \",\"\n  },\n  \"1 234,56\": {\n    group: spaces,\n    decimal: \",\"\n  },\n  \"1 234.56\": {\n    group: spaces,\n    decimal: \".\"\n  },\n  \"1'234.56\": {\n    group: \"['’]\",\n    decimal: \".\"\n  }\n};",
  parseNumberFormat:
    "/** A text as the name of a way of writing numbers, or undefined. */\nconst parseNumberFormat = (text) => Object.keys(numberFormats).find((name) => name === text);",
  numberFormatSource:
    "/** What a way of writing numbers takes: thousands parted throughout or not at all, no exponent. */\nfunction numberFormatSource({ group, decimal }) {\n  const point = `[${decimal}]`;\n  return `^ *[+-]?(${`([0-9]+|[0-9]{1,3}(${group}[0-9]{3})+)`}(${point}[0-9]*)?|${point}[0-9]+) *$`;\n}",
  expressions:
    "const expressions = /* @__PURE__ */ new Map();",
  parseFloatAs:
    "/** A number from text written in a certain way; null for other text. -0 becomes 0. */\nfunction parseFloatAs(text, name) {\n  const format = numberFormats[name];\n  const known = expressions.get(name) ?? {\n    takes: new RegExp(numberFormatSource(format), \"u\"),\n    group: new RegExp(format.group, \"gu\")\n  };\n  expressions.set(name, known);\n  if (!known.takes.test(text)) return null;\n  const value = Number(text.replace(known.group, \"\").replace(format.decimal, \".\"));\n  return Number.isFinite(value) ? value + 0 : null;\n}",
  valueToJson:
    "/** A value as it stands in JSON: days and instants as ISO text. */\nfunction valueToJson(value, type) {\n  if (typeof value !== \"number\") return value;\n  return type === \"Day\" ? dayToText(value) : type === \"Instant\" ? instantToText(value) : value;\n}",
  validateRow:
    "/**\n* A JSON row of a request to values, one for each field of the schema; a nullable column that is left out is missing.\n* Every mistake goes to `diagnostics` with its column, its value and what to do; then there is no row.\n* @example\n* validateRow({ fields: [{ name: \"day\", type: \"Day\", nullable: true }] }, { day: \"2024-01-31\" }, \"row 1\", []) // { day: 19753 }\n*/\nfunction validateRow(schema, row, place, diagnostics, { allowUnknown = false } = {}) {\n  if (!isRecord(row)) {\n    diagnostics.push(errorDiagnostic(\"T1101\", \"A row must be an object\", {\n      place,\n      value: showValue(row),\n      cure: \"Send it as {\\\"column\\\": value, …}.\"\n    }));\n    return;\n  }\n  const before = diagnostics.length;\n  if (!allowUnknown) checkNames(schema, row, place, diagnostics);\n  const entries = schema.fields.map((field) => [field.name, readField(field, row, place, diagnostics)]);\n  return diagnostics.length > before ? void 0 : Object.fromEntries(entries);\n}",
  unknownLimit:
    "/** As many unknown columns of a row are told: looking for similar names takes time, and a row may have a million. */\nconst unknownLimit = 100;",
  checkNames:
    "function checkNames(schema, row, place, diagnostics) {\n  const names = schema.fields.map(({ name }) => name);\n  const known = new Set(names);\n  let unknown = 0;\n  for (const name of Object.keys(row)) {\n    if (known.has(name)) continue;\n    if (++unknown > unknownLimit) return;\n    const similar = similarNames(name, names).filter((one) => !Object.hasOwn(row, one));\n    diagnostics.push(errorDiagnostic(\"T1102\", `There is no column ${showValue(name)}`, {\n      place,\n      value: showValue(row[name]),\n      cure: similar.length > 0 ? `Did you mean ${similar.map((one) => showValue(one)).join(\" or \")}?` : \"Leave it out.\"\n    }));\n  }\n}",
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
  family$4:
    "const family$4 = \"cast\";",
  nulls$4:
    "const nulls$4 = \"propagate\";",
  patterned:
    "/** A text constant that names how something is written. */\nconst patterned = {\n  family: family$4,\n  nulls: nulls$4,\n  literalFrom: 1\n};",
  byPattern:
    "const byPattern = (type, way, literalExamples) => ({\n  ...patterned,\n  literalExamples,\n  checkLiteral: (pattern) => timePatternProblem(String(pattern), type, way)\n});",
  dayPatterns:
    "const dayPatterns = [\n  \"DD.MM.YYYY\",\n  \"M/D/YYYY\",\n  \"YYYYMMDD\",\n  \"D MMM YYYY\",\n  \"MMMM D, YYYY\"\n];",
  instantPatterns:
    "const instantPatterns = [\n  \"YYYY-MM-DDThh:mm:ss.SSS\",\n  \"DD.MM.YYYY hh:mm\",\n  \"M/D/YYYY h:mm:ss A\",\n  \"YYYYMMDDhhmmZ\"\n];",
  floatToText:
    "/** How a number is written with a fixed number of decimals; null where its digits would not be exact. */\nfunction floatToText(x, digits) {\n  const rounded = roundHalfAway(x * 10 ** digits);\n  const size = Math.abs(rounded);\n  if (!(size <= Number.MAX_SAFE_INTEGER)) return null;\n  const one = 10 ** digits;\n  const whole = Math.floor(size / one);\n  const decimals = String(size - whole * one).padStart(digits, \"0\");\n  return `${rounded < 0 ? \"-\" : \"\"}${whole}${digits > 0 ? `.${decimals}` : \"\"}`;\n}",
  parse:
    "const parse = (result, title, read) => ({\n  family: family$4,\n  nulls: nulls$4,\n  title,\n  signatures: [{\n    args: [\"Text\"],\n    result\n  }],\n  evaluate: onTexts((a) => read(a))\n});\nparse(\"Float\", \"A decimal number from text; null when it is none.\", parseFloatText), parse(\"Int\", \"A whole number from text; null when it is none.\", parseIntText), parse(\"Boolean\", \"true/t/yes/y or false/f/no/n in any case; null for other text.\", parseBooleanText), parse(\"Day\", \"A day from YYYY-MM-DD; null when it is none.\", parseDayText), parse(\"Instant\", \"An instant from YYYY-MM-DD[T ]hh:mm[:ss[.fff]][Z], read as UTC; null when it is none.\", parseInstantText), { ...patterned }, Object.keys(numberFormats), { ...byPattern(\"Day\", \"parse\", dayPatterns) }, { ...byPattern(\"Instant\", \"parse\", instantPatterns) }, { ...byPattern(\"Day\", \"format\", [\n  ...dayPatterns,\n  \"YYYY-MM\",\n  \"ddd D\"\n]) }, { ...byPattern(\"Instant\", \"format\", [\n  ...instantPatterns,\n  \"hh\",\n  \"dddd h:mm A\"\n]) };",
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
  isBlank$1:
    "const isBlank$1 = (unit) => unit === 32 || unit === 9 || unit === 10 || unit === 13;",
  trimmed:
    "/** Without spaces, tabs and line ends at both ends. */\nfunction trimmed(text) {\n  let start = 0;\n  let end = text.length;\n  while (start < end && isBlank$1(text.charCodeAt(start))) start++;\n  while (end > start && isBlank$1(text.charCodeAt(end - 1))) end--;\n  return text.slice(start, end);\n}",
  listItems:
    "/** The items of a list that is a text with separators: the parts between them, trimmed, without the empty ones. */\nconst listItems = (list, separator) => list.split(separator).map(trimmed).filter((item) => item !== \"\");",
  numberItems:
    "/** The items that are numbers, in their order. */\nconst numberItems = (items) => items.map(parseFloatText).filter((number) => number !== null);",
  itemAt:
    "/** Item n from 1, or from the end where n is negative; null when there is none. */\nconst itemAt = (items, place) => items.at(place > 0 ? place - 1 : place) ?? null;",
  sumOfItems:
    "/** The sum of the items that are numbers, from the left; null when none is. */\nconst sumOfItems = (items) => {\n  const numbers = numberItems(items);\n  return numbers.length === 0 ? null : numbers.reduce((sum, number) => sum + number, 0);\n};",
  commonItems:
    "/** How many different items two lists have in common, and how many there are in all. */\nfunction commonItems(left, right) {\n  const [first, second] = [new Set(left), new Set(right)];\n  let common = 0;\n  for (const item of first) if (second.has(item)) common++;\n  return {\n    common,\n    all: first.size + second.size - common\n  };\n}",
  sortedItems:
    "/** Items in ascending order, by code point. */\nconst sortedItems = (items) => [...items].sort(compareText);",
  last:
    "const last = 1114111;",
  surrogates:
    "/** Halves of surrogate pairs are no characters: no text holds one alone. */\nconst surrogates = [55296, 57343];",
  unite:
    "/** Ranges in ascending order, joined where they touch, without surrogates. */\nfunction unite(ranges) {\n  const sorted = ranges.flatMap(withoutSurrogates).sort(([left], [right]) => left - right);\n  const joined = [];\n  for (const [from, to] of sorted) {\n    const before = joined.at(-1);\n    if (before && from <= before[1] + 1) before[1] = Math.max(before[1], to);\n    else joined.push([from, to]);\n  }\n  return joined;\n}",
  withoutSurrogates:
    "const withoutSurrogates = ([from, to]) => [[from, Math.min(to, surrogates[0] - 1)], [Math.max(from, surrogates[1] + 1), to]].filter(([low, high]) => low <= high);",
  complement:
    "/** All code points that are in none of the ranges. */\nfunction complement(ranges) {\n  const gaps = [];\n  let from = 0;\n  for (const [low, high] of unite(ranges)) {\n    if (low > from) gaps.push([from, low - 1]);\n    from = high + 1;\n  }\n  if (from <= last) gaps.push([from, last]);\n  return unite(gaps);\n}",
  range:
    "const range = (from, to = from) => [from.codePointAt(0), to.codePointAt(0)];",
  namedSets:
    "/** The sets that have a letter. `\\s` is space, tab, line feed, vertical tab, form feed, carriage return. */\nconst namedSets = {\n  d: [range(\"0\", \"9\")],\n  w: [\n    range(\"0\", \"9\"),\n    range(\"A\", \"Z\"),\n    range(\"_\"),\n    range(\"a\", \"z\")\n  ],\n  s: [range(\"\t\", \"\\r\"), range(\" \")],\n  D: complement([range(\"0\", \"9\")]),\n  W: complement([\n    range(\"0\", \"9\"),\n    range(\"A\", \"Z\"),\n    range(\"_\"),\n    range(\"a\", \"z\")\n  ]),\n  S: complement([range(\"\t\", \"\\r\"), range(\" \")])\n};",
  anyButLineFeed:
    "/** What `.` takes: everything but a line feed. */\nconst anyButLineFeed = complement([range(\"\\n\")]);",
  isInSet:
    "/** True when a code point is in one of ascending ranges. */\nfunction isInSet(ranges, point) {\n  let low = 0;\n  let high = ranges.length - 1;\n  while (low <= high) {\n    const middle = low + high >> 1;\n    const [from, to] = ranges[middle];\n    if (point < from) high = middle - 1;\n    else if (point > to) low = middle + 1;\n    else return true;\n  }\n  return false;\n}",
  compilePattern:
    "/** Writes a pattern as steps (Thompson's construction; priorities as in Cox, \"Regular Expression Matching: the Virtual Machine Approach\"). */\nfunction compilePattern({ node, groupCount }) {\n  const steps = [];\n  emit(node, steps);\n  steps.push({ kind: \"done\" });\n  const meetings = new Int32Array(steps.length).fill(-1);\n  let meetingCount = 0;\n  const meet = (step) => {\n    if (meetings[step] < 0) meetings[step] = meetingCount++;\n  };\n  for (const [at, step] of steps.entries()) {\n    if (step.kind === \"split\") [\n      at,\n      step.first,\n      step.second\n    ].forEach(meet);\n    if (step.kind === \"jump\") meet(step.to);\n  }\n  return {\n    steps,\n    meetings,\n    meetingCount,\n    slotCount: 2 * (groupCount + 1)\n  };\n}",
  emit:
    "function emit(node, steps) {\n  switch (node.kind) {\n    case \"set\":\n      steps.push({\n        kind: \"take\",\n        ranges: node.ranges,\n        low: node.ranges[0][0],\n        high: node.ranges.at(-1)[1]\n      });\n      return;\n    case \"place\":\n      steps.push({\n        kind: \"place\",\n        at: node.at\n      });\n      return;\n    case \"group\":\n      if (node.number > 0) steps.push({\n        kind: \"note\",\n        slot: 2 * node.number\n      });\n      emit(node.body, steps);\n      if (node.number > 0) steps.push({\n        kind: \"note\",\n        slot: 2 * node.number + 1\n      });\n      return;\n    case \"sequence\":\n      for (const part of node.parts) emit(part, steps);\n      return;\n    case \"choice\":\n      emitChoice(node.options, steps);\n      return;\n    case \"repeat\": emitRepeat(node, steps);\n  }\n}",
  emitChoice:
    "function emitChoice(options, steps) {\n  const ends = [];\n  for (const [at, option] of options.entries()) {\n    const isLast = at === options.length - 1;\n    const split = {\n      kind: \"split\",\n      first: steps.length + 1,\n      second: 0\n    };\n    if (!isLast) steps.push(split);\n    emit(option, steps);\n    if (isLast) break;\n    const end = {\n      kind: \"jump\",\n      to: 0\n    };\n    ends.push(end);\n    steps.push(end);\n    split.second = steps.length;\n  }\n  for (const end of ends) end.to = steps.length;\n}",
  emitRepeat:
    "function emitRepeat({ body, least, most, lazy }, steps) {\n  for (let count = 0; count < least; count++) emit(body, steps);\n  if (most === Infinity) {\n    const start = steps.length;\n    const split = pushSplit(steps);\n    emit(body, steps);\n    steps.push({\n      kind: \"jump\",\n      to: start\n    });\n    aim(split, start + 1, steps.length, lazy);\n    return;\n  }\n  const splits = Array.from({ length: most - least }, () => {\n    const at = steps.length;\n    const split = pushSplit(steps);\n    emit(body, steps);\n    return {\n      split,\n      at\n    };\n  });\n  for (const { split, at } of splits) aim(split, at + 1, steps.length, lazy);\n}",
  pushSplit:
    "function pushSplit(steps) {\n  const split = {\n    kind: \"split\",\n    first: 0,\n    second: 0\n  };\n  steps.push(split);\n  return split;\n}",
  aim:
    "/** A greedy repeat tries its body first, a lazy one last. */\nfunction aim(split, body, after, lazy) {\n  split.first = lazy ? after : body;\n  split.second = lazy ? body : after;\n}",
  createMatcher:
    "/** Makes a matcher for each text. */\nfunction createMatcher(pattern) {\n  const program = compilePattern(pattern);\n  return (text) => matcherOf(program, text);\n}",
  matcherOf:
    "/**\n* Backtracking that never tries the same step at the same place twice, so its time grows with the text's length times\n* the pattern's size, over all matches of a text together: where a step failed once, it fails from every start. What one\n* match went through is not needed again, since the next one begins behind it.\n*/\nfunction matcherOf(program, text) {\n  const { meetingCount, slotCount } = program;\n  const tried = new Uint32Array(Math.ceil((text.length + 1) * meetingCount / 32));\n  const slots = new Int32Array(slotCount);\n  const state = {\n    program,\n    text,\n    tried,\n    slots,\n    stack: []\n  };\n  return { next(from) {\n    for (let start = from; start <= text.length; start += unitsAt(text, start)) {\n      slots.fill(-1);\n      const end = run(state, start);\n      if (end < 0) continue;\n      const match = slots.slice();\n      match[0] = start;\n      match[1] = end;\n      return match;\n    }\n    return null;\n  } };\n}",
  run:
    "/** Runs from the first step at a place; the end of the match, or -1. */\nfunction run(search, start) {\n  const { text, slots, stack } = search;\n  const { steps } = search.program;\n  stack.length = 0;\n  stack.push(0, start);\n  while (stack.length > 0) {\n    let at = stack.pop();\n    let step = stack.pop();\n    if (step < 0) {\n      slots[-1 - step] = at;\n      continue;\n    }\n    while (!wasTried(search, step, at)) {\n      const now = steps[step];\n      if (now.kind === \"done\") return at;\n      if (now.kind === \"take\") {\n        if (at >= text.length) break;\n        const point = text.codePointAt(at);\n        if (point < now.low || point > now.high) break;\n        if (now.ranges.length > 1 && !isInSet(now.ranges, point)) break;\n        at += point > 65535 ? 2 : 1;\n        step++;\n      } else if (now.kind === \"split\") {\n        if (canStart(search, now.second, at)) stack.push(now.second, at);\n        step = now.first;\n      } else if (now.kind === \"jump\") step = now.to;\n      else if (now.kind === \"place\") {\n        if (!isAtPlace(now.at, text, at)) break;\n        step++;\n      } else {\n        stack.push(-1 - now.slot, slots[now.slot]);\n        slots[now.slot] = at;\n        step++;\n      }\n    }\n  }\n  return -1;\n}",
  wasTried:
    "/** True when a meeting step was tried at a place before; it is noted. */\nfunction wasTried({ program: { meetings, meetingCount }, tried }, step, at) {\n  const meeting = meetings[step];\n  if (meeting < 0) return false;\n  const bit = at * meetingCount + meeting;\n  const word = Math.floor(bit / 32);\n  const mask = 1 << bit % 32;\n  if ((tried[word] & mask) !== 0) return true;\n  tried[word] = tried[word] | mask;\n  return false;\n}",
  canStart:
    "/** False when a step takes a code point that does not come next, so that it need not be kept for later. */\nfunction canStart({ program: { steps }, text }, step, at) {\n  const next = steps[step];\n  return next.kind !== \"take\" || at < text.length && isInSet(next.ranges, text.codePointAt(at));\n}",
  isWord:
    "const isWord = (text, at) => at >= 0 && at < text.length && isInSet(namedSets[\"w\"], text.charCodeAt(at));",
  isAtPlace:
    "function isAtPlace(place, text, at) {\n  if (place === \"start\") return at === 0;\n  if (place === \"end\") return at === text.length;\n  return isWord(text, at - 1) !== isWord(text, at);\n}",
  unitsAt:
    "const unitsAt = (text, at) => at < text.length && text.codePointAt(at) > 65535 ? 2 : 1;",
  canBeEmpty:
    "/** True when a part can match without taking a code point. */\nfunction canBeEmpty(node) {\n  switch (node.kind) {\n    case \"set\": return false;\n    case \"place\": return true;\n    case \"group\": return canBeEmpty(node.body);\n    case \"sequence\": return node.parts.every(canBeEmpty);\n    case \"choice\": return node.options.some(canBeEmpty);\n    case \"repeat\": return node.least === 0 || canBeEmpty(node.body);\n  }\n}",
  writtenOut:
    "/** How many sets and places a part has when its repeats are written out. */\nfunction writtenOut(node) {\n  switch (node.kind) {\n    case \"set\":\n    case \"place\": return 1;\n    case \"group\": return writtenOut(node.body) + 2;\n    case \"sequence\": return node.parts.reduce((sum, part) => sum + writtenOut(part), 0);\n    case \"choice\": return node.options.reduce((sum, option) => sum + writtenOut(option) + 2, 0);\n    case \"repeat\": return (writtenOut(node.body) + 1) * Math.max(1, node.most === Infinity ? node.least + 1 : node.most);\n  }\n}",
  hasCapture:
    "/** True when a group of the part captures. */\nfunction hasCapture(node) {\n  switch (node.kind) {\n    case \"set\":\n    case \"place\": return false;\n    case \"group\": return node.number > 0 || hasCapture(node.body);\n    case \"sequence\": return node.parts.some(hasCapture);\n    case \"choice\": return node.options.some(hasCapture);\n    case \"repeat\": return hasCapture(node.body);\n  }\n}",
  PatternRefusal:
    "/** Carries a problem out of the parser. */\nvar PatternRefusal = class extends Error {\n  problem;\n  constructor(problem) {\n    super(problem.message);\n    this.problem = problem;\n  }\n};",
  refuseConstruct:
    "/** A construct that one engine has and another lacks or reads otherwise. */\nconst refuseConstruct = (what, place, cure) => {\n  throw new PatternRefusal({\n    code: \"T1250\",\n    message: `the pattern has ${what} at place ${place}, which not every target has`,\n    cure\n  });\n};",
  refuseSyntax:
    "/** Something that is no pattern. */\nconst refuseSyntax = (what, place, cure) => {\n  throw new PatternRefusal({\n    code: \"T1251\",\n    message: `the pattern has ${what} at place ${place}`,\n    cure\n  });\n};",
  PatternReader:
    "/** Reads a pattern code point by code point; places count from 1. */\nvar PatternReader = class {\n  #points;\n  #at = 0;\n  constructor(source) {\n    this.#points = Array.from(source);\n  }\n  /** The place of the next code point. */\n  get place() {\n    return this.#at + 1;\n  }\n  /** The next code point, or one further on; empty behind the end. */\n  peek(ahead = 0) {\n    return this.#points[this.#at + ahead] ?? \"\";\n  }\n  /** The next code point, which is taken. */\n  take() {\n    const point = this.peek();\n    this.#at++;\n    return point;\n  }\n  /** Takes a text when it comes next. */\n  takeIf(text) {\n    const points = Array.from(text);\n    if (!points.every((point, ahead) => this.peek(ahead) === point)) return false;\n    this.#at += points.length;\n    return true;\n  }\n  /** Takes code points as long as they fit, `most` at most. */\n  takeWhile(fits, most = Infinity) {\n    let taken = \"\";\n    for (let count = 0; count < most && this.peek() !== \"\" && fits(this.peek()); count++) taken += this.take();\n    return taken;\n  }\n};",
  controls:
    "const controls = {\n  n: 10,\n  t: 9,\n  r: 13,\n  f: 12,\n  v: 11\n};",
  isHex:
    "const isHex = (point) => /^[0-9A-Fa-f]$/.test(point);",
  isDigit:
    "const isDigit = (point) => /^[0-9]$/.test(point);",
  readEscape:
    "/** Reads what follows a backslash, inside a class and outside. The backslash is taken. */\nfunction readEscape(reader) {\n  const place = reader.place - 1;\n  const letter = reader.take();\n  const ranges = Object.hasOwn(namedSets, letter) ? namedSets[letter] : void 0;\n  if (ranges) return {\n    kind: \"ranges\",\n    ranges\n  };\n  const control = Object.hasOwn(controls, letter) ? controls[letter] : void 0;\n  if (control !== void 0) return {\n    kind: \"point\",\n    point: control\n  };\n  if (letter === \"x\" || letter === \"u\") return {\n    kind: \"point\",\n    point: readHex(letter, place, reader)\n  };\n  if (letter === \"0\" && !isDigit(reader.peek())) return {\n    kind: \"point\",\n    point: 0\n  };\n  refuseLetter(letter, place);\n  return {\n    kind: \"point\",\n    point: letter.codePointAt(0)\n  };\n}",
  readHex:
    "/** `\\x41`, `\\u0041` or `\\u{41}`. */\nfunction readHex(letter, place, reader) {\n  const braces = letter === \"u\" && reader.takeIf(\"{\");\n  const wanted = braces ? 6 : letter === \"x\" ? 2 : 4;\n  const digits = reader.takeWhile(isHex, wanted);\n  const complete = braces ? digits.length > 0 && reader.takeIf(\"}\") : digits.length === wanted;\n  const point = Number.parseInt(digits, 16);\n  if (!complete || point > 1114111 || point >= 55296 && point <= 57343) return refuseSyntax(`an escape \\\\${letter} that names no character`, place, \"Write \\\\x41, \\\\u0041 or \\\\u{1f600}, or the character itself.\");\n  return point;\n}",
  refuseLetter:
    "/** Letters and digits behind a backslash that mean something elsewhere, or nothing. */\nfunction refuseLetter(letter, place) {\n  if (letter === \"\") refuseSyntax(\"a backslash at its end\", place, \"Write \\\\\\\\ for a backslash itself.\");\n  if (isDigit(letter) || letter === \"k\") refuseConstruct(`a backreference \\\\${letter}`, place, \"Take the groups out with extract() and compare them with equals().\");\n  if (letter === \"p\" || letter === \"P\") refuseConstruct(`a Unicode property \\\\${letter}`, place, \"Write the characters as a class, such as [A-Za-z\\\\u00c0-\\\\u017f].\");\n  if (letter === \"B\") refuseConstruct(\"the place \\\\B\", place, \"Write the character that stands there, such as \\\\w before it.\");\n  if (letter === \"A\" || letter === \"Z\" || letter === \"z\") refuseConstruct(`the anchor \\\\${letter}`, place, letter === \"A\" ? \"Write ^ for the start.\" : \"Write $ for the end.\");\n  if (/^[A-Za-z]$/.test(letter)) refuseSyntax(`the escape \\\\${letter}, which is not known`, place, `Write ${letter} itself, or \\\\\\\\${letter} for a backslash before it.`);\n}",
  readClass:
    "/** Reads a class up to its closing bracket; the opening one is taken. */\nfunction readClass(reader) {\n  const place = reader.place - 1;\n  const negated = reader.takeIf(\"^\");\n  const ranges = [];\n  if (reader.peek() === \"]\") refuseSyntax(\"an empty class\", place, \"Name its characters; write \\\\] for a bracket itself.\");\n  while (!reader.takeIf(\"]\")) {\n    if (reader.peek() === \"\") refuseSyntax(\"a class that is not closed\", place, \"Close it with ].\");\n    ranges.push(...readItem(reader));\n  }\n  const found = negated ? complement(ranges) : unite(ranges);\n  if (found.length === 0) refuseSyntax(\"a class without any character\", place, \"Leave it out.\");\n  return {\n    kind: \"set\",\n    ranges: found\n  };\n}",
  readItem:
    "/** One character, one named set, or a range. */\nfunction readItem(reader) {\n  const place = reader.place;\n  const first = readPoint(reader);\n  if (reader.peek() !== \"-\" || reader.peek(1) === \"]\" || reader.peek(1) === \"\") return rangesOf(first);\n  reader.take();\n  const last = readPoint(reader);\n  if (first.kind !== \"point\" || last.kind !== \"point\" || first.point > last.point) return refuseSyntax(\"a range that is none\", place, \"Write the smaller character first, and \\\\- for a hyphen itself.\");\n  return [[first.point, last.point]];\n}",
  rangesOf:
    "const rangesOf = (item) => item.kind === \"point\" ? [[item.point, item.point]] : item.ranges;",
  readPoint:
    "function readPoint(reader) {\n  const place = reader.place;\n  const point = reader.take();\n  if (point === \"[\" && (reader.peek() === \":\" || reader.peek() === \".\" || reader.peek() === \"=\")) refuseConstruct(\"a POSIX class\", place, \"Write the characters, such as A-Za-z.\");\n  if (point === \"[\") refuseSyntax(\"a bracket inside a class\", place, \"Write \\\\[ for a bracket itself; classes do not nest.\");\n  if (point !== \"\\\\\") return {\n    kind: \"point\",\n    point: point.codePointAt(0)\n  };\n  if (reader.peek() === \"b\" || reader.peek() === \"B\") refuseSyntax(\"a word edge inside a class\", place, \"Write \\\\x08 for a backspace; put \\\\b outside.\");\n  return readEscape(reader);\n}",
  mostRepeats:
    "/** The greatest number in a counted repeat. */\nconst mostRepeats = 1e3;",
  largestPattern:
    "/** The largest pattern, in sets and places with all repeats written out. */\nconst largestPattern = 2e3;",
  deepestGroup:
    "/** How deep groups may stand in each other. */\nconst deepestGroup = 50;",
  known:
    "const known = /* @__PURE__ */ new Map();",
  readPattern:
    "/** A pattern, or why it is refused. What was parsed is kept for the next call. */\nfunction readPattern(source) {\n  const found = known.get(source);\n  if (found) return found;\n  const read = parseAll(source);\n  if (known.size >= 1e3) known.clear();\n  known.set(source, read);\n  return read;\n}",
  parsePattern:
    "/** A pattern that is known to be sound. */\nfunction parsePattern(source) {\n  const pattern = readPattern(source);\n  if (\"node\" in pattern) return pattern;\n  throw new TypeError(`A pattern that was refused is used: ${pattern.message}`);\n}",
  parseAll:
    "function parseAll(source) {\n  const parser = {\n    reader: new PatternReader(source),\n    groupCount: 0\n  };\n  try {\n    const node = readChoice(parser, 0);\n    if (parser.reader.peek() === \")\") refuseSyntax(\"a parenthesis that closes nothing\", parser.reader.place, \"Write \\\\) for a parenthesis itself.\");\n    if (writtenOut(node) > largestPattern) refuseSize(`more than ${largestPattern} parts with its repeats written out`);\n    return Object.freeze({\n      source,\n      node,\n      groupCount: parser.groupCount\n    });\n  } catch (error) {\n    if (error instanceof PatternRefusal) return error.problem;\n    throw error;\n  }\n}",
  refuseSize:
    "const refuseSize = (what) => {\n  throw new PatternRefusal({\n    code: \"T1253\",\n    message: `the pattern has ${what}`,\n    cure: \"Use smaller counts, or + and * where there is no real bound.\"\n  });\n};",
  readChoice:
    "function readChoice(parser, depth) {\n  if (depth > deepestGroup) refuseSize(`groups more than ${deepestGroup} deep`);\n  const options = [readSequence(parser, depth)];\n  while (parser.reader.takeIf(\"|\")) options.push(readSequence(parser, depth));\n  return options.length === 1 ? options[0] : {\n    kind: \"choice\",\n    options\n  };\n}",
  readSequence:
    "function readSequence(parser, depth) {\n  const parts = [];\n  while (![\n    \"\",\n    \"|\",\n    \")\"\n  ].includes(parser.reader.peek())) parts.push(readTerm(parser, depth));\n  return parts.length === 1 ? parts[0] : {\n    kind: \"sequence\",\n    parts\n  };\n}",
  readTerm:
    "/** One atom with what repeats it. */\nfunction readTerm(parser, depth) {\n  const { reader } = parser;\n  const place = reader.place;\n  const body = readAtom(parser, depth);\n  const counts = readCounts(reader);\n  if (!counts) return body;\n  const [least, most] = counts;\n  if (reader.peek() === \"+\") refuseConstruct(\"a possessive repeat\", reader.place, \"Leave the second + out, or put a group around the first.\");\n  const lazy = reader.takeIf(\"?\");\n  if (isRepeat(reader)) refuseSyntax(\"a repeat of a repeat\", reader.place, \"Put (?:…) around the first.\");\n  checkRepeated(body, most, place);\n  return {\n    kind: \"repeat\",\n    body,\n    least,\n    most,\n    lazy\n  };\n}",
  checkRepeated:
    "function checkRepeated(body, most, place) {\n  if (canBeEmpty(body)) throw new PatternRefusal({\n    code: \"T1252\",\n    message: `the part at place ${place} of the pattern is repeated and can match nothing: engines count such repeats differently`,\n    cure: \"Let the repeated part take at least one character: (?:a+)* is a*, and (?:a|b*)+ is (?:a|b+)*.\"\n  });\n  if (hasCapture(body) && most > 1) throw new PatternRefusal({\n    code: \"T1252\",\n    message: `the part at place ${place} of the pattern is repeated and captures: engines keep different repeats`,\n    cure: \"Write (?:…) for a group that does not capture, or put the parentheses around the repeat.\"\n  });\n}",
  isRepeat:
    "const isRepeat = (reader) => [\n  \"*\",\n  \"+\",\n  \"?\",\n  \"{\"\n].includes(reader.peek());",
  readCounts:
    "function readCounts(reader) {\n  if (reader.takeIf(\"*\")) return [0, Infinity];\n  if (reader.takeIf(\"+\")) return [1, Infinity];\n  if (reader.takeIf(\"?\")) return [0, 1];\n  const place = reader.place;\n  if (!reader.takeIf(\"{\")) return void 0;\n  const digits = () => reader.takeWhile((point) => /^[0-9]$/.test(point));\n  const low = digits();\n  const high = reader.takeIf(\",\") ? digits() || Infinity : low;\n  const [least, most] = [Number(low), Number(high)];\n  if (low === \"\" || !reader.takeIf(\"}\") || least > most || most === 0) return refuseSyntax(\"a count that is none\", place, \"Write {2}, {2,} or {2,5}, or \\\\{ for a brace itself.\");\n  if (least > mostRepeats || most > mostRepeats && most !== Infinity) return refuseSize(`a count above ${mostRepeats} at place ${place}`);\n  return [least, most];\n}",
  places:
    "const places = {\n  \"^\": \"start\",\n  $: \"end\"\n};",
  readAtom:
    "function readAtom(parser, depth) {\n  const { reader } = parser;\n  const place = reader.place;\n  if (isRepeat(reader)) refuseSyntax(`${reader.peek()} with nothing before it`, place, `Write \\\\${reader.peek()} for the character itself.`);\n  const point = reader.take();\n  const at = places[point];\n  if (at) return {\n    kind: \"place\",\n    at\n  };\n  if (point === \"(\") return readGroup(parser, depth, place);\n  if (point === \"[\") return readClass(reader);\n  if (point === \".\") return {\n    kind: \"set\",\n    ranges: anyButLineFeed\n  };\n  if (point === \"]\" || point === \"}\") refuseSyntax(`${point} that closes nothing`, place, `Write \\\\${point} for the character itself.`);\n  if (point !== \"\\\\\") return pointSet(point.codePointAt(0));\n  if (reader.takeIf(\"b\")) return {\n    kind: \"place\",\n    at: \"wordEdge\"\n  };\n  const escape = readEscape(reader);\n  return escape.kind === \"point\" ? pointSet(escape.point) : {\n    kind: \"set\",\n    ranges: escape.ranges\n  };\n}",
  pointSet:
    "const pointSet = (point) => ({\n  kind: \"set\",\n  ranges: [[point, point]]\n});",
  readGroup:
    "function readGroup(parser, depth, place) {\n  const { reader } = parser;\n  const captures = !reader.takeIf(\"?:\");\n  if (captures && reader.takeIf(\"?\")) refuseGroup(reader, place);\n  const number = captures ? ++parser.groupCount : 0;\n  const body = readChoice(parser, depth + 1);\n  if (!reader.takeIf(\")\")) refuseSyntax(\"a group that is not closed\", place, \"Close it with ).\");\n  return {\n    kind: \"group\",\n    number,\n    body\n  };\n}",
  refuseGroup:
    "/** Names the kind of group that begins with a question mark, which is taken. */\nfunction refuseGroup(reader, place) {\n  if (reader.takeIf(\"=\") || reader.takeIf(\"!\")) return refuseConstruct(\"a lookahead\", place, \"Test with a second matches(), or extract() a group.\");\n  if (reader.takeIf(\"<=\") || reader.takeIf(\"<!\")) return refuseConstruct(\"a lookbehind\", place, \"Put what stands before into the pattern and extract() a group.\");\n  if (reader.takeIf(\"<\") || reader.takeIf(\"P\") || reader.takeIf(\"'\")) return refuseConstruct(\"a named group\", place, \"Write (…) and use its number.\");\n  if (reader.takeIf(\">\")) return refuseConstruct(\"an atomic group\", place, \"Write (?:…).\");\n  return refuseConstruct(\"a flag or another group of its own kind\", place, \"Write (?:…); for any case, use lower() first.\");\n}",
  parseReplacement:
    "/** A replacement in pieces, or undefined where a `$` is followed by neither a digit nor another `$`. */\nfunction parseReplacement(text) {\n  const parts = [];\n  for (const [piece] of text.matchAll(/\\$[0-9]|\\$\\$|\\$|[^$]+/gu)) {\n    if (piece === \"$\") return void 0;\n    if (piece === \"$$\") parts.push(\"$\");\n    else parts.push(piece.startsWith(\"$\") ? Number(piece.slice(1)) : piece);\n  }\n  return parts;\n}",
  javascriptReplacement:
    "/** For JavaScript's `replace`: two digits, so that a digit behind them stays a digit. */\nconst javascriptReplacement = (parts) => parts.map((part) => typeof part === \"string\" ? part.replaceAll(\"$\", \"$$$$\") : part === 0 ? \"$&\" : `$0${part}`).join(\"\");",
  matchesIn:
    "/** True when the pattern stands in the text. */\nconst matchesIn = (matcher) => matcher.next(0) !== null;",
  extractFrom:
    "/** What a group holds in the first match; empty for a group without part in it, null without a match. */\nfunction extractFrom(text, matcher, group) {\n  const match = matcher.next(0);\n  return match && groupText(text, match, group);\n}",
  groupText:
    "const groupText = (text, match, group) => {\n  const start = match[2 * group];\n  const end = match[2 * group + 1];\n  return start < 0 || end < 0 ? \"\" : text.slice(start, end);\n};",
  forEachMatch:
    "/** Calls back with each match, the next one behind the end of the last. No match may be empty. */\nfunction forEachMatch(matcher, take) {\n  for (let match = matcher.next(0); match; match = matcher.next(match[1])) take(match);\n}",
  countMatchesIn:
    "/** How many matches stand in the text, one behind the other. */\nfunction countMatchesIn(matcher) {\n  let count = 0;\n  forEachMatch(matcher, () => count++);\n  return count;\n}",
  replaceIn:
    "/** The text with every match replaced. */\nfunction replaceIn(text, matcher, parts) {\n  const pieces = [];\n  let end = 0;\n  forEachMatch(matcher, (match) => {\n    pieces.push(text.slice(end, match[0]));\n    for (const part of parts) pieces.push(typeof part === \"string\" ? part : groupText(text, match, part));\n    end = match[1];\n  });\n  return pieces.join(\"\") + text.slice(end);\n}",
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
  isoWeekday:
    "/** ISO 8601 weekday: Monday 1 … Sunday 7. */\nconst isoWeekday = (days) => ((days + 3) % 7 + 7) % 7 + 1;",
  isoYearOf:
    "/** The year that the ISO 8601 week of a day belongs to: that of its Thursday. */\nconst isoYearOf = (days) => civilFromDays(days - isoWeekday(days) + 4).year;",
  isoWeekOf:
    "/** ISO 8601 week number: the week that holds the year's first Thursday is week 1. */\nfunction isoWeekOf(days) {\n  const thursday = days - isoWeekday(days) + 4;\n  return Math.floor((thursday - daysFromCivil(civilFromDays(thursday).year, 1, 1)) / 7) + 1;\n}",
  addMonthsTo:
    "/** The same day so many months on, or the last of that month where it is shorter; NaN outside the years 1 to 9999. */\nfunction addMonthsTo(days, months) {\n  const { year, month, day } = civilFromDays(days);\n  const all = year * 12 + month - 1 + months;\n  if (!(all >= 12 && all < 12e4)) return NaN;\n  const newYear = Math.floor(all / 12);\n  const newMonth = all % 12 + 1;\n  return daysFromCivil(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)));\n}",
  monthsBetweenDays:
    "/** How many whole months fit between two days: the most n, counted towards the second, that `addMonthsTo` does not pass it. */\nfunction monthsBetweenDays(from, to) {\n  const a = civilFromDays(from);\n  const b = civilFromDays(to);\n  const months = (b.year - a.year) * 12 + b.month - a.month;\n  const reached = Math.min(a.day, daysInMonth(b.year, b.month));\n  return to >= from ? months - (b.day < reached ? 1 : 0) : months + (b.day > reached ? 1 : 0);\n}",
  addBusinessDaysTo:
    "/** The n-th day from Monday to Friday after a day (before it for n below 0); the day itself for 0. */\nfunction addBusinessDaysTo(days, count) {\n  if (count === 0) return days;\n  const place = isoWeekday(days) - 1;\n  const target = count > 0 ? Math.min(place + 1, 5) + count - 1 : Math.min(place, 5) + count;\n  return days - place + target + 2 * Math.floor(target / 5);\n}",
  businessDaysBetweenDays:
    "/** How many days from Monday to Friday lie at or after the first day and before the second; negative backwards. */\nfunction businessDaysBetweenDays(from, to) {\n  const fromPlace = isoWeekday(from) - 1;\n  const toPlace = isoWeekday(to) - 1;\n  return (to - toPlace - (from - fromPlace)) / 7 * 5 + Math.min(toPlace, 5) - Math.min(fromPlace, 5);\n}",
  stopWords:
    "/**\n* Words that say little about what an English text is about: articles, pronouns, prepositions, conjunctions, forms of to\n* be, to have and to do, and the ends that tokenizing leaves of `don't` and `I'll`. Negations (no, not, nor, never) are\n* not among them, since they turn the sense of what stands beside them.\n*/\nconst stopWords = \"a about after all also am an and any are as at be because been before being between both but by can could d did do does doing during each few for from had has have having he her here hers herself him himself his how i if in into is it its itself just ll m me more most my myself of off on once one only or other our ours ourselves out over own re s same she should so some such t than that the their theirs them themselves then there these they this those through to too under until up us ve very was we were what when where which while who whom whose why will with would you your yours yourself yourselves\".split(\" \");",
  javascriptSyntax:
    "const javascriptSyntax = {\n  places: {\n    start: \"^\",\n    end: \"$\",\n    wordEdge: \"\\\\b\"\n  },\n  point: (hexDigits) => `\\\\u{${hexDigits}}`\n};",
  re2Syntax:
    "const re2Syntax = {\n  places: {\n    start: \"\\\\A\",\n    end: \"\\\\z\",\n    wordEdge: \"\\\\b\"\n  },\n  point: (hexDigits) => `\\\\x{${hexDigits}}`\n};",
  javascriptPattern:
    "/** A pattern for JavaScript's RegExp with the flag `u`. */\nconst javascriptPattern = ({ node }) => write(node, javascriptSyntax);",
  re2Pattern:
    "/** A pattern for the RE2 library, which DuckDB uses. */\nconst re2Pattern = ({ node }) => write(node, re2Syntax);",
  write:
    "function write(node, syntax) {\n  switch (node.kind) {\n    case \"set\": return writeSet(node.ranges, syntax);\n    case \"place\": return syntax.places[node.at];\n    case \"group\": return `(${node.number > 0 ? \"\" : \"?:\"}${write(node.body, syntax)})`;\n    case \"sequence\": return node.parts.map((part) => write(part, syntax)).join(\"\");\n    case \"choice\": return node.options.map((option) => write(option, syntax)).join(\"|\");\n    case \"repeat\": return `${write(node.body, syntax)}${counts(node.least, node.most)}${node.lazy ? \"?\" : \"\"}`;\n  }\n}",
  counts:
    "const counts = (least, most) => {\n  if (most === Infinity) return least === 0 ? \"*\" : least === 1 ? \"+\" : `{${least},}`;\n  if (least === 0 && most === 1) return \"?\";\n  return least === most ? `{${least}}` : `{${least},${most}}`;\n};",
  writeSet:
    "function writeSet(ranges, syntax) {\n  const [[from, to]] = ranges;\n  if (ranges.length === 1 && from === to) return writePoint(from, syntax);\n  return `[${ranges.map(([low, high]) => low === high ? writePoint(low, syntax) : `${writePoint(low, syntax)}-${writePoint(high, syntax)}`).join(\"\")}]`;\n}",
  writePoint:
    "/** Letters and digits stand as they are; all else by number, so that nothing can mean something. */\nconst writePoint = (point, { point: numbered }) => {\n  const text = String.fromCodePoint(point);\n  return /^[0-9A-Za-z _]$/.test(text) ? text : numbered(point.toString(16));\n};",
  betweenWords:
    "/**\n* What stands between words: in ASCII everything but letters and digits; above it the spaces, punctuation marks and signs\n* of these blocks: Latin-1, General Punctuation, currency signs, arrows, mathematical operators, box drawing, CJK and\n* full-width punctuation. Every other code point above U+007F is part of a word.\n*/\nconst betweenWords = parsePattern(\"[\\\\x00-/:-@\\\\[-`{-\\\\u00a9\\\\u00ab-\\\\u00b4\\\\u00b6-\\\\u00b9\\\\u00bb-\\\\u00bf\\\\u00d7\\\\u00f7\\\\u1680\\\\u2000-\\\\u206f\\\\u20a0-\\\\u20cf\\\\u2190-\\\\u22ff\\\\u2500-\\\\u25ff\\\\u2e00-\\\\u2e7f\\\\u3000-\\\\u3003\\\\u3008-\\\\u3011\\\\u3014-\\\\u301f\\\\ufeff\\\\uff01-\\\\uff0f\\\\uff1a-\\\\uff20\\\\uff3b-\\\\uff40\\\\uff5b-\\\\uff65\\\\ufffc\\\\ufffd]+\");",
  separatorRuns:
    "const separatorRuns = new RegExp(javascriptPattern(betweenWords), \"gu\");\nre2Pattern(betweenWords);",
  tokenizeText:
    "/** The words of a text in lower case (A to Z), one space between them. */\nconst tokenizeText = (text) => lowerAscii(text).split(separatorRuns).filter(Boolean).join(\" \");",
  ngramsOf:
    "/** All runs of `from` to `to` items with `_` between their items, the short ones first. */\nfunction ngramsOf(items, from, to) {\n  const grams = [];\n  for (let size = from; size <= to; size++) for (let at = 0; at + size <= items.length; at++) grams.push(items.slice(at, at + size).join(\"_\"));\n  return grams;\n}",
  characterNgramsOf:
    "/** All runs of `from` to `to` code points, the short ones first; a run of blanks counts as one `_`. */\nfunction characterNgramsOf(text, from, to) {\n  const letters = Array.from(text.split(/[ \\t\\n\\r]+/).filter(Boolean).join(\"_\"));\n  const grams = [];\n  for (let size = from; size <= to; size++) for (let at = 0; at + size <= letters.length; at++) grams.push(letters.slice(at, at + size).join(\"\"));\n  return grams;\n}",
  bucketsOf:
    "/** Each item as the number of its bucket (`hashBucket`). */\nconst bucketsOf = (items, buckets) => items.map((item) => String(hashBucketOf(item, buckets)));",
  one:
    "const one = {\n  coefficient: 1,\n  degree: 0\n};",
  never:
    "const never = {\n  coefficient: Infinity,\n  degree: Infinity\n};",
  worstSteps:
    "/**\n* A bound on the steps of a matcher that backtracks without memory, from all starts together: the ways through the\n* pattern, times its size, times the starts. Infinite where a repeated part can take the same text in two ways.\n*/\nfunction worstSteps({ node }) {\n  const { coefficient, degree } = ways(node);\n  return {\n    coefficient: coefficient * size(node),\n    degree: degree + 1\n  };\n}",
  stepsFor:
    "/** Steps for a text of some length. */\nconst stepsFor = ({ coefficient, degree }, length) => degree === Infinity ? Infinity : coefficient * (length + 1) ** degree;",
  ways:
    "function ways(node) {\n  switch (node.kind) {\n    case \"set\":\n    case \"place\": return one;\n    case \"group\": return ways(node.body);\n    case \"sequence\": return node.parts.map(ways).reduce(times, one);\n    case \"choice\": return node.options.map(ways).reduce(plus);\n    case \"repeat\": {\n      const body = ways(node.body);\n      if (body.coefficient !== 1 || body.degree !== 0) return never;\n      return node.most === Infinity ? {\n        coefficient: 1,\n        degree: 1\n      } : {\n        coefficient: node.most - node.least + 1,\n        degree: 0\n      };\n    }\n  }\n}",
  times:
    "const times = (left, right) => ({\n  coefficient: left.coefficient * right.coefficient,\n  degree: left.degree + right.degree\n});",
  plus:
    "const plus = (left, right) => ({\n  coefficient: left.coefficient + right.coefficient,\n  degree: Math.max(left.degree, right.degree)\n});",
  size:
    "function size(node) {\n  switch (node.kind) {\n    case \"set\":\n    case \"place\": return 1;\n    case \"group\": return size(node.body);\n    case \"sequence\": return node.parts.reduce((sum, part) => sum + size(part), 1);\n    case \"choice\": return node.options.reduce((sum, option) => sum + size(option), 1);\n    case \"repeat\": return size(node.body) * Math.max(1, node.most === Infinity ? node.least + 1 : node.most);\n  }\n}",
  lastList:
    "/**\n* The list that was cut last, and how often it has each item. Several hundred features of a vocabulary ask one row's list\n* one after the other; without this each would cut it again.\n*/\nlet lastList = \"\";",
  lastSeparator:
    "let lastSeparator = \"\";",
  lastItems:
    "let lastItems = [];",
  lastCounts:
    "let lastCounts;",
  itemsOf:
    "function itemsOf(list, separator) {\n  if (list === lastList && separator === lastSeparator) return lastItems;\n  lastItems = listItems(list, separator);\n  lastList = list;\n  lastSeparator = separator;\n  lastCounts = void 0;\n  return lastItems;\n}",
  countsOf:
    "function countsOf(list, separator) {\n  const items = itemsOf(list, separator);\n  if (lastCounts) return lastCounts;\n  const counts = /* @__PURE__ */ new Map();\n  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);\n  lastCounts = counts;\n  return counts;\n}",
  numberOrNaN$1:
    "const numberOrNaN$1 = (value) => value ?? NaN;",
  stops:
    "const stops = new Set(stopWords);",
  joined:
    "const joined = (items) => items.join(\" \");",
  extremeOf:
    "function extremeOf(list, separator, pick) {\n  let best = NaN;\n  for (const number of numberItems(itemsOf(list, separator))) best = Number.isNaN(best) ? number : pick(best, number);\n  return best;\n}",
  listLengthOf:
    "const listLengthOf = (list, separator) => itemsOf(list, separator).length;",
  listItemOf:
    "const listItemOf = (list, separator, place) => itemAt(itemsOf(list, separator), place);",
  listSliceOf:
    "const listSliceOf = (list, separator, from, count) => itemsOf(list, separator).slice(from - 1, from - 1 + count).join(separator);",
  listDistinctOf:
    "const listDistinctOf = (list, separator) => [...countsOf(list, separator).keys()].join(separator);",
  listSortOf:
    "const listSortOf = (list, separator) => sortedItems(itemsOf(list, separator)).join(separator);",
  listJoinOf:
    "const listJoinOf = (list, separator, joiner) => itemsOf(list, separator).join(joiner);",
  listSumOf:
    "const listSumOf = (list, separator) => numberOrNaN$1(sumOfItems(itemsOf(list, separator)));",
  listMeanOf:
    "const listMeanOf = (list, separator) => {\n  const items = itemsOf(list, separator);\n  return numberOrNaN$1(sumOfItems(items)) / numberItems(items).length;\n};",
  listMinOf:
    "const listMinOf = (list, separator) => extremeOf(list, separator, Math.min);",
  listMaxOf:
    "const listMaxOf = (list, separator) => extremeOf(list, separator, Math.max);",
  listContainsItem:
    "const listContainsItem = (list, item, separator) => countsOf(list, separator).has(item) ? 1 : 0;",
  listCountItem:
    "const listCountItem = (list, item, separator) => countsOf(list, separator).get(item) ?? 0;",
  listPositionOf:
    "const listPositionOf = (list, item, separator) => itemsOf(list, separator).indexOf(item) + 1;",
  listOverlapOf:
    "const listOverlapOf = (list, other, separator) => commonItems(itemsOf(list, separator), listItems(other, separator)).common;",
  listJaccardOf:
    "const listJaccardOf = (list, other, separator) => {\n  const { common, all } = commonItems(itemsOf(list, separator), listItems(other, separator));\n  return common / all;\n};",
  withoutStopWords:
    "const withoutStopWords = (list) => joined(itemsOf(list, \" \").filter((word) => !stops.has(word)));",
  withoutWords:
    "const withoutWords = (list, ...words) => joined(itemsOf(list, \" \").filter((word) => !words.includes(word)));",
  wordNgramsOf:
    "const wordNgramsOf = (list, from, to) => joined(ngramsOf(itemsOf(list, \" \"), from, to));",
  characterNgramsIn:
    "const characterNgramsIn = (text, from, to) => joined(characterNgramsOf(text, from, to));",
  hashTokensOf:
    "const hashTokensOf = (list, buckets) => joined(bucketsOf(itemsOf(list, \" \"), buckets));",
  matchesPattern:
    "function matchesPattern(text, pattern) {\n  const native = pattern.native(text.length);\n  return (native ? text.search(native) >= 0 : matchesIn(pattern.ours(text))) ? 1 : 0;\n}",
  extractPattern:
    "function extractPattern(text, pattern, group) {\n  const native = pattern.native(text.length);\n  if (!native) return extractFrom(text, pattern.ours(text), group);\n  native.lastIndex = 0;\n  const found = native.exec(text);\n  return found && (found[group] ?? \"\");\n}",
  replacePattern:
    "function replacePattern(text, pattern, replacement) {\n  const parts = parseReplacement(replacement) ?? [];\n  const native = pattern.native(text.length);\n  return native ? text.replace(native, javascriptReplacement(parts)) : replaceIn(text, pattern.ours(text), parts);\n}",
  countPattern:
    "function countPattern(text, pattern) {\n  const native = pattern.native(text.length);\n  return native ? text.match(native)?.length ?? 0 : countMatchesIn(pattern.ours(text));\n}",
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
  daysInMonthOf:
    "const daysInMonthOf = (days) => {\n  const { year, month } = civilFromDays(days);\n  return daysInMonth(year, month);\n};",
  isInLeapYear:
    "const isInLeapYear = (days) => isLeapYear(civilFromDays(days).year);",
  yearStartOf:
    "const yearStartOf = (days) => daysFromCivil(civilFromDays(days).year, 1, 1);",
  quarterStartOf:
    "const quarterStartOf = (days) => {\n  const { year, month } = civilFromDays(days);\n  return daysFromCivil(year, month - (month - 1) % 3, 1);\n};",
  monthEndOf:
    "const monthEndOf = (days) => {\n  const { year, month, day } = civilFromDays(days);\n  return days - day + daysInMonth(year, month);\n};",
  makeInstant:
    "const makeInstant = (days, hour, minute, second) => hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59 ? days * dayMs + (hour * 3600 + minute * 60 + second) * 1e3 : NaN;",
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
  floatOfFormat:
    "const floatOfFormat = (text, format) => {\n  const name = parseNumberFormat(format);\n  return name === void 0 ? NaN : numberOrNaN(parseFloatAs(text, name));\n};",
  dayOfPattern:
    "const dayOfPattern = (text, pattern) => numberOrNaN(parseDayAs(text, pattern));",
  instantOfPattern:
    "const instantOfPattern = (text, pattern) => numberOrNaN(parseInstantAs(text, pattern));",
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
  mostSteps:
    "/** The engine's matcher tries every way through a pattern; it is used where all of them together are so few steps. */\nconst mostSteps = 2e6;",
  buildPattern:
    "/** Builds the matcher of a pattern; done once for each compiled Program. */\nfunction buildPattern(source) {\n  const pattern = parsePattern(source);\n  const growth = worstSteps(pattern);\n  const native = new RegExp(javascriptPattern(pattern), \"gu\");\n  return {\n    native: (length) => stepsFor(growth, length) <= mostSteps ? native : null,\n    ours: createMatcher(pattern)\n  };\n}",
  createModel:
    "/**\n* The functions of an exported module, built where it is loaded. This is no part of the library that a program imports: its\n* source is copied into each module.\n*/\nfunction createModel({ schema, outputs, proof, score }) {\n  const answer = (values) => {\n    const scored = score(values);\n    return Object.fromEntries(Object.entries(outputs).map(([name, type]) => [name, valueToJson(scored[name], type)]));\n  };\n  const readRow = (row, place, diagnostics) => validateRow(schema, row, place, diagnostics) ?? {};\n  const predict = (row) => {\n    const diagnostics = [];\n    const values = readRow(row, \"row\", diagnostics);\n    throwIfErrors(diagnostics);\n    return answer(values);\n  };\n  const predictBatch = (rows) => {\n    if (!Array.isArray(rows)) return failInput(\"T2591\", \"predictBatch() takes a list of rows\", {\n      value: showValue(rows),\n      cure: \"Call it with [{…}, {…}], or predict() with one row.\"\n    });\n    const diagnostics = [];\n    const values = rows.map((row, at) => readRow(row, `rows[${at}]`, diagnostics));\n    throwIfErrors(diagnostics);\n    return values.map(answer);\n  };\n  const verify = () => {\n    const rows = proof();\n    throwIfErrors(rows.flatMap(({ input, output }, at) => {\n      const found = answer(Object.fromEntries(schema.fields.map(({ name, type }) => [name, valueFromJson(input[name] ?? null, type) ?? null])));\n      return Object.entries(output).filter(([name, expected]) => !Object.is(found[name], expected)).map(([name, expected]) => errorDiagnostic(\"T2592\", `Proof row ${at + 1} is not reproduced: ${name} is ${showValue(found[name])}, but the model says ${showValue(expected)}`, { cure: \"Do not use this module here; export it anew, or use another engine.\" }));\n    }), \"work\");\n    return { rowCount: rows.length };\n  };\n  return {\n    predict,\n    predictBatch,\n    verify\n  };\n}",
};
