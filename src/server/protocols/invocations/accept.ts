import { failInput, showValue } from "../../../base/index.ts";
import { parseForm, type RequestForm } from "./content-type.ts";

/**
 * The form of the answer: the first type of `Accept` that is spoken. Anything goes: lines for lines, JSON for the rest, or
 * what the container's environment says (`SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT`). Fails with T2388, which is status 406.
 */
export function readAccept(
  accept: string | undefined,
  asked: RequestForm,
  usual: string | undefined,
): RequestForm {
  const names = (accept ?? "*/*")
    .toLowerCase()
    .split(",")
    .map((part) => part.split(";")[0]!.trim());
  for (const name of names) {
    if (name === "*/*" || name === "") return usualForm(asked, usual);
    if (name === "application/*") return asked === "lines" ? "lines" : "json";
    if (name === "text/*") return "csv";
    const form = parseForm(name);
    if (form) return form;
  }
  return failInput("T2388", "No type of answer that is accepted is spoken here", {
    place: "Accept",
    value: showValue(accept),
    cure: "Accept application/json, text/csv or application/jsonlines.",
  });
}

const usualForm = (asked: RequestForm, usual: string | undefined): RequestForm =>
  (usual === undefined ? undefined : parseForm(usual)) ?? (asked === "lines" ? "lines" : "json");
