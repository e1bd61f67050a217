import { isUtf8 } from "node:buffer";
import { failInput } from "../../base/index.ts";

/** The bytes of a body as text, without a byte order mark. Fails with T2371 where they are no UTF-8. */
export function bodyText(bytes: Buffer, place = "body"): string {
  if (!isUtf8(bytes))
    return failInput("T2371", "The request is no UTF-8", { place, cure: "Encode its text as UTF-8." });
  return bytes.toString("utf8").replace(/^\uFEFF/, "");
}
