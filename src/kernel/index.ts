export { gemm, type Product } from "./dense.ts";
