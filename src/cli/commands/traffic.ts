import { divideTraffic, normalizeTraffic, readDeployment, versionOfArm } from "../../project/index.ts";
import { command } from "../command.ts";
import { registeredVersions } from "../registered-versions.ts";
import { textTable } from "../text-table.ts";
import { withStore } from "../with-store.ts";

export interface TrafficFlags {
  readonly json: boolean;
  readonly folder?: string;
  readonly seed?: number;
}

/** `tandem traffic [ARM=SHARE…]`: shows how the traffic is divided, or divides it. */
export const trafficCommand = command<TrafficFlags, (readonly [arm: string, share: number])[]>(
  (context, flags, ...shares) =>
    withStore(context, flags.folder, async (store, folder) => {
      const [{ name }] = await registeredVersions(store, folder);
      if (shares.length > 0) {
        const { traffic: before } = await readDeployment(store, name);
        const traffic = normalizeTraffic(Object.fromEntries(shares), flags.seed ?? before.seed);
        await divideTraffic(store, name, traffic, context.effects);
      }
      const { traffic, versions, isDivided } = await readDeployment(store, name);
      const arms = traffic.shares.map(({ arm, share }) => ({
        arm,
        share,
        version: versionOfArm(versions, arm)?.version ?? null,
      }));
      const rows = arms.map(({ arm, share, version }) => [
        arm,
        version === null ? "none" : String(version),
        `${Math.round(share * 1e6) / 1e4} %`,
      ]);
      return {
        text: `Traffic of ${name}${isDivided ? "" : " (nobody has divided it)"}, seed ${traffic.seed}:\n${textTable(["arm", "version", "share"], rows)}`,
        document: { name, seed: traffic.seed, isDivided, arms },
      };
    }),
);
