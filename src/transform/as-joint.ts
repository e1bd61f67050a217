import { typeOf } from "../ir/index.ts";
import type { AnyTransform, JointTransform } from "./transform.ts";

/** Any transform as one over several columns: what works on one column is a joint one of one input. */
export function asJoint<Params>(transform: AnyTransform<Params>): JointTransform<Params> {
  if (transform.over === "columns") return transform;
  const { name, title, accepts, usesTarget } = transform;
  return {
    over: "columns",
    name,
    title,
    accepts,
    usesTarget,
    normalize: (params, place, diagnostics) => transform.normalize(params, place, diagnostics),
    learn: ([input], params, target, answers) => transform.learn(input!.expr, params, target, answers),
    apply: ([input], params, results, target) =>
      transform
        .apply(input!.expr, params, results, target)
        .map(({ suffix, expr }) => ({ name: `${input!.name}${suffix}`, expr })),
    describe: ([input], params, results) => {
      const column = { name: input!.name, type: typeOf(input!.expr) };
      const examples = transform.examples?.(params, results);
      const text = transform.describe(column, params, results);
      return [{ columns: [column.name], text, ...(examples ? { examples } : {}) }];
    },
  };
}
