import { failInput, showValue } from "../../base/index.ts";
import { findField, similarNames, type Schema } from "../../schema/index.ts";
import { column } from "../build.ts";
import { chooseColumn, columnChain, constantColumn } from "./chain.ts";
import type { Column } from "./column.ts";

/** What the `columns` function of a project gets to work with. */
export interface ChainContext {
  readonly column: (name: string) => Column;
  readonly choose: typeof chooseColumn;
  readonly constant: typeof constantColumn;
}

/** Chains over the columns of a schema. A name that is not there throws a `TandemError` with the similar ones. */
export const chainContext = (schema: Schema): ChainContext =>
  Object.freeze({
    column: (name: unknown) => {
      const field = findField(schema, String(name));
      if (field) return columnChain(column(field.name, field.type));
      const names = schema.fields.map((one) => one.name);
      const similar = similarNames(String(name), names);
      return failInput("T1209", `There is no column ${showValue(name)}`, {
        cure:
          similar.length > 0
            ? `Did you mean ${similar.map((one) => showValue(one)).join(" or ")}?`
            : `The columns are ${names.join(", ")}.`,
      });
    },
    choose: chooseColumn,
    constant: constantColumn,
  });
