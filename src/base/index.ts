export * from "./diagnostic.ts";
export * from "./digits.ts";
export * from "./error.ts";
export * from "./json.ts";
export * from "./elementary.ts";
export * from "./hash.ts";
export * from "./random.ts";
export * from "./effects.ts";
