import { failInput, showValue } from "../../../base/index.ts";

/** The forms of a request. */
export type RequestForm = "json" | "csv" | "lines";

/** What `Content-Type` says. */
export interface ContentType {
  readonly form: RequestForm;
  /** Whether a CSV has a line with the names of its columns; undefined where it does not say. */
  readonly hasHeader: boolean | undefined;
}

const forms: Readonly<Record<string, RequestForm>> = {
  "application/json": "json",
  "text/csv": "csv",
  "application/jsonlines": "lines",
  "application/x-jsonlines": "lines",
  "application/jsonl": "lines",
  "application/x-ndjson": "lines",
};

/** The name of a type's form, without its parameters. */
export const parseForm = (name: string): RequestForm | undefined =>
  Object.hasOwn(forms, name) ? forms[name] : undefined;

/**
 * Reads `Content-Type`: its form, `charset=utf-8`, for CSV `header=present` or `header=absent` (RFC 4180), and SageMaker's
 * `label_size=0`. Nothing is JSON. Fails with T2387, which is status 415, for anything else.
 */
export function readContentType(text: string | undefined): ContentType {
  const [name = "", ...parameters] = (text ?? "application/json")
    .split(";")
    .map((part) => part.trim().toLowerCase());
  const form = parseForm(name);
  if (!form) return failType("The content type is not spoken here", text);
  let hasHeader: boolean | undefined;
  for (const parameter of parameters) {
    const said = parameter.replaceAll(/[" ]/g, "");
    if (form === "csv" && said === "header=present") hasHeader = true;
    else if (form === "csv" && said === "header=absent") hasHeader = false;
    else if (form === "csv" && said === "label_size=0") continue;
    else if (said !== "" && said !== "charset=utf-8" && said !== "charset=utf8")
      return failType(`The content type has the parameter ${showValue(parameter)}`, text);
  }
  return { form, hasHeader };
}

const failType = (message: string, value: string | undefined): never =>
  failInput("T2387", message, {
    place: "Content-Type",
    value: showValue(value),
    cure: "Send application/json, text/csv or application/jsonlines in UTF-8.",
  });
