import type { Json } from "../../base/index.ts";

/** A picture as data: a Vega-Lite specification with the words that stand for it where it cannot be seen. */
export interface Chart {
  readonly title: string;
  /** One plain sentence: what the picture shows, with its numbers. */
  readonly description: string;
  readonly spec: Json;
}
