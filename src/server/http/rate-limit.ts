/** How often somebody may do something. */
export interface Rate {
  readonly perSecond: number;
  /** How many at once, after a pause. */
  readonly burst: number;
}

interface Bucket {
  tokens: number;
  time: number;
}

/** As many callers are remembered; whoever came back last longest ago is forgotten first, and starts with a full bucket. */
const rememberedCallers = 10_000;

/** Token buckets by name: each fills at the rate, up to the burst, and an admission takes one token. */
export class RateLimit {
  readonly #rate: Rate;
  readonly #buckets = new Map<string, Bucket>();

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  /** Takes a token; answers 0, or the whole seconds after which there will be one. `now` is in milliseconds. */
  take(name: string, now: number): number {
    const wait = this.wait(name, now);
    if (wait > 0) return wait;
    const bucket = this.#buckets.get(name)!;
    bucket.tokens -= 1;
    return 0;
  }

  /** The whole seconds until there is a token, without taking it; 0 for one that is there. */
  wait(name: string, now: number): number {
    const { perSecond, burst } = this.#rate;
    let bucket = this.#buckets.get(name);
    if (bucket) {
      bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.time) / 1000) * perSecond);
      bucket.time = now;
      this.#buckets.delete(name);
    } else {
      bucket = { tokens: burst, time: now };
      if (this.#buckets.size >= rememberedCallers) this.#forgetOldest();
    }
    this.#buckets.set(name, bucket);
    return bucket.tokens >= 1 ? 0 : Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond));
  }

  #forgetOldest(): void {
    for (const name of this.#buckets.keys()) {
      this.#buckets.delete(name);
      return;
    }
  }
}
