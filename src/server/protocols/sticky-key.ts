import type { IncomingHttpHeaders } from "node:http";
import { failInput, isRecord, showValue } from "../../base/index.ts";

const longestKey = 200;

/**
 * The key that keeps a caller's answers on one arm, from the parameters of a request. Fails with T2386 for a key that is no
 * text or whole number, and for other parameters where `isClosed` says that there are none.
 */
export function stickyKey(parameters: unknown, place: string, isClosed: boolean): string | undefined {
  if (parameters === undefined || parameters === null) return undefined;
  if (!isRecord(parameters)) return failParameters("The parameters are no object", place, parameters);
  if (isClosed)
    for (const name of Object.keys(parameters))
      if (name !== "key")
        return failParameters(`There is no parameter ${showValue(name)}`, place, parameters[name]);
  const { key } = parameters;
  if (key === undefined) return undefined;
  if (typeof key === "string" && key !== "" && key.length <= longestKey) return key;
  if (typeof key === "number" && Number.isSafeInteger(key)) return String(key);
  return failParameters(
    `The key is no whole number and no text of at most ${longestKey} characters`,
    `${place}.key`,
    key,
  );
}

/** The key among SageMaker's custom attributes: `key=customer 17`, which other attributes may stand beside, with commas between. */
export function attributeKey(headers: IncomingHttpHeaders): string | undefined {
  const attributes = headers["x-amzn-sagemaker-custom-attributes"];
  if (typeof attributes !== "string") return undefined;
  const found = attributes
    .split(",")
    .map((attribute) => attribute.trim())
    .find((attribute) => attribute.startsWith("key="));
  return found === undefined
    ? undefined
    : stickyKey({ key: found.slice("key=".length) }, "X-Amzn-SageMaker-Custom-Attributes", true);
}

const failParameters = (message: string, place: string, value: unknown): never =>
  failInput("T2386", message, {
    place,
    value: showValue(value),
    cure: 'The only parameter is "key", which keeps a caller on one arm: {"key": "customer 17"}.',
  });
