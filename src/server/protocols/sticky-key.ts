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

const failParameters = (message: string, place: string, value: unknown): never =>
  failInput("T2386", message, {
    place,
    value: showValue(value),
    cure: 'The only parameter is "key", which keeps a caller on one arm: {"key": "customer 17"}.',
  });
