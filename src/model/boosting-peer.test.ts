import { describe, expect, it } from "vitest";
import { fitPeer, heldOutLoss, peerTasks } from "./boosting/peer-set.test-support.ts";

/**
 * Mean loss on every third row after 30 iterations of LightGBM 4.7.0 with its defaults and categorical_feature=[4]
 * (num_threads=1, deterministic=True), learnt on the other rows.
 */
const peerLosses: Readonly<Record<keyof typeof peerTasks, number>> = {
  regression: 0.4344133334510346,
  binary: 0.20833942714851275,
  multiclass: 0.46262882924348236,
};

describe("boosting beside LightGBM", () => {
  for (const [kind, task] of Object.entries(peerTasks)) {
    it(`reaches the held-out loss of LightGBM for ${kind}`, async () => {
      const fitted = await fitPeer(task);
      expect(fitted.details["bestIteration"]).toBe(30);
      const ratio = heldOutLoss(fitted, task) / peerLosses[kind as keyof typeof peerTasks];
      expect(ratio).toBeLessThan(1.02);
      expect(ratio).toBeGreaterThan(0.97);
    });
  }
});
