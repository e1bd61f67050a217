import { buildCommand } from "@stricli/core";
import { jsonFlag } from "./command.ts";
import type { TrafficFlags } from "./commands/traffic.ts";
import type { CliContext } from "./context.ts";

const wholeNumber = (text: string): number => {
  if (!/^[0-9]{1,15}$/.test(text)) throw new SyntaxError(`"${text}" is no whole number`);
  return Number(text);
};

/** `champion=0.9`, or `champion=90%` */
const parseShare = (text: string): readonly [arm: string, share: number] => {
  const [, arm, number, percent] = /^([^=]+)=([0-9.]+)(%?)$/.exec(text) ?? [];
  const share = Number(number) / (percent ? 100 : 1);
  if (arm === undefined || Number.isNaN(share)) throw new SyntaxError(`"${text}" is no arm=share`);
  return [arm, share];
};

/** `tandem traffic`: its arguments; the work is loaded when it is called. */
export const traffic = buildCommand<TrafficFlags, (readonly [arm: string, share: number])[], CliContext>({
  loader: async () => (await import("./commands/traffic.ts")).trafficCommand,
  parameters: {
    flags: {
      json: jsonFlag,
      folder: {
        kind: "parsed",
        parse: String,
        brief: "The project's folder; default: here",
        placeholder: "folder",
        optional: true,
      },
      seed: {
        kind: "parsed",
        parse: wholeNumber,
        brief: "Divides the keys anew; default: as before",
        placeholder: "number",
        optional: true,
      },
    },
    positional: {
      kind: "array",
      parameter: {
        brief: "An alias or a version with its part of the traffic: champion=0.9; none to show them",
        parse: parseShare,
        placeholder: "share",
      },
    },
  },
  docs: {
    brief: "Divide the traffic of the service among versions",
    fullDescription: `Shows or changes which part of the requests each version answers; services that run follow within a second.\n\nExample:\n  $ tandem traffic champion=0.9 challenger=0.1`,
  },
});
