import type { FeatureSet } from "../feature/index.ts";
import type { Field } from "../schema/index.ts";

/** Event features as columns. A key without events, or an unknown one, may leave any of them missing. */
export const featureFields = ({ features }: FeatureSet): Field[] =>
  features.map(({ name, type }) => ({ name, type, nullable: true }));
