/** The limits of a server. Times are in milliseconds, sizes in bytes. */
export interface HttpSettings {
  /** The largest body that is read whole. */
  readonly bodyLimit: number;
  /** The most bytes of all bodies that are being read or wait. */
  readonly bufferLimit: number;
  /** How long a request may take from its head to its answer, unless it asks for less. Streams may take longer. */
  readonly requestTimeoutMs: number;
  /** How long the head of a request may take to come, and its body. */
  readonly headersTimeoutMs: number;
  readonly bodyTimeoutMs: number;
  /** How long a connection may stay open between two requests. */
  readonly keepAliveTimeoutMs: number;
  /** As many requests are worked on at once where work waits for something; as many more wait for their turn. */
  readonly inFlightLimit: number;
  readonly queueLimit: number;
  readonly connectionLimit: number;
}

export const defaultSettings: HttpSettings = {
  bodyLimit: 4 * 1024 * 1024,
  bufferLimit: 256 * 1024 * 1024,
  requestTimeoutMs: 30_000,
  headersTimeoutMs: 10_000,
  bodyTimeoutMs: 30_000,
  keepAliveTimeoutMs: 65_000,
  inFlightLimit: 256,
  queueLimit: 1024,
  connectionLimit: 10_000,
};
