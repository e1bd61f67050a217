import { buildCommand, buildRouteMap } from "@stricli/core";
import { jsonFlag } from "./command.ts";
import type { AddKeyFlags, KeyFlags, RotateKeyFlags } from "./commands/keys.ts";
import type { CliContext } from "./context.ts";

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A span of time: `90d`, `24h`, `30m`. */
function parseSpan(text: string): number {
  const [, count, unit] = /^([0-9]{1,6})([mhd])$/.exec(text) ?? [];
  if (count === undefined) throw new SyntaxError(`"${text}" is no span of time such as 90d, 24h or 30m`);
  return Number(count) * units[unit!]!;
}

const span = { kind: "parsed", parse: parseSpan, optional: true, placeholder: "span" } as const;
const common = {
  json: jsonFlag,
  folder: {
    kind: "parsed",
    parse: String,
    brief: "The project's folder; default: here",
    placeholder: "folder",
    optional: true,
  },
  keys: {
    kind: "parsed",
    parse: String,
    brief: "The file of the keys; default: the project's own",
    placeholder: "file",
    optional: true,
  },
} as const;
const nameArgument = (brief: string) =>
  ({ kind: "tuple", parameters: [{ brief, parse: String, placeholder: "name" }] }) as const;
const example = (line: string): string => `Example:\n  $ ${line}`;

const add = buildCommand<AddKeyFlags, [string], CliContext>({
  loader: async () => (await import("./commands/keys.ts")).addKeyCommand,
  parameters: {
    flags: {
      ...common,
      scopes: {
        kind: "parsed",
        parse: String,
        brief: "What it may do: predict, labels, metrics; or admin alone. Default: predict",
        variadic: ",",
        optional: true,
        placeholder: "scope",
      },
      expires: { ...span, brief: "How long it is in force: 90d, 24h; default: until it is revoked" },
    },
    positional: nameArgument("Who will use it"),
  },
  docs: {
    brief: "Make an API key",
    fullDescription: `Makes a key for a caller of the service and shows it this once; only its hash is kept.\n\n${example("tandem keys add pricing --scopes predict,labels --expires 90d")}`,
  },
});

const list = buildCommand<KeyFlags, [], CliContext>({
  loader: async () => (await import("./commands/keys.ts")).listKeysCommand,
  parameters: { flags: common },
  docs: {
    brief: "List the API keys",
    fullDescription: `Lists the keys with their scopes, their time and their last four characters.\n\n${example("tandem keys list")}`,
  },
});

const rotate = buildCommand<RotateKeyFlags, [string], CliContext>({
  loader: async () => (await import("./commands/keys.ts")).rotateKeyCommand,
  parameters: {
    flags: {
      ...common,
      overlap: { ...span, brief: "How long the key before stays in force; default 24h" },
    },
    positional: nameArgument("The caller, or the id of the key"),
  },
  docs: {
    brief: "Give a caller a new key",
    fullDescription: `Makes a new key with the same scopes; the one before stays in force for a while.\n\n${example("tandem keys rotate pricing --overlap 24h")}`,
  },
});

const revoke = buildCommand<KeyFlags, [string], CliContext>({
  loader: async () => (await import("./commands/keys.ts")).revokeKeyCommand,
  parameters: { flags: common, positional: nameArgument("The caller, or the id of one key") },
  docs: {
    brief: "Revoke API keys",
    fullDescription: `Ends a key, or all keys of a caller, at once; a service that runs knows within a second.\n\n${example("tandem keys revoke pricing")}`,
  },
});

/** `tandem keys`: who may ask the service. */
export const keysRoutes = buildRouteMap({
  routes: { add, list, rotate, revoke },
  docs: { brief: "Make, list, rotate and revoke the API keys of the service" },
});
