export type * from "./api.ts";
export { createServer, type ServerParts } from "./create-server.ts";
export * from "./access/index.ts";
export { deploymentRoutes } from "./admin/deployment-routes.ts";
export { keyRoutes } from "./admin/key-routes.ts";
