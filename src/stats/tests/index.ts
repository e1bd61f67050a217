export * from "./test-result.ts";
