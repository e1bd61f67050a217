export * from "./explanation.ts";
