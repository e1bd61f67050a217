import { once } from "node:events";
import { createServer } from "node:net";

// Processes that look at the same time begin at different places.
let next = (process.pid * 97) % 20_000;

/**
 * A port of this machine that nobody listens at now, below those that systems hand out by themselves: no connection and no other server gets
 * it by chance before it is used.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 10_000 + next;
    next = (next + 1) % 20_000;
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, "127.0.0.1");
  const isListening = await once(server, "listening").then(
    () => true,
    () => false,
  );
  if (isListening) {
    server.close();
    await once(server, "close");
  }
  return isListening;
}
