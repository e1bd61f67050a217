export type * from "./api.ts";
export { createServer } from "./create-server.ts";
