export { dot } from "./dense.ts";
