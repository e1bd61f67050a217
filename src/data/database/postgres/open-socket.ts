import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { connect as encrypt } from "node:tls";
import type { PostgresAddress } from "./address.ts";
import { fourBytes } from "./messages.ts";

const requestOfEncryption = 80_877_103;

/** Opens a connection, encrypted where the address asks for it. Fails as the socket does, or with a reason in plain words. */
export async function openSocket(address: PostgresAddress, signal: AbortSignal): Promise<Socket> {
  const { host, port, encryption } = address;
  const socket = connect({ host, port, keepAlive: true, keepAliveInitialDelay: 30_000, noDelay: true });
  const stop = (): void => void socket.destroy(new Error("it did not answer in time"));
  signal.addEventListener("abort", stop, { once: true });
  try {
    await once(socket, "connect");
    if (encryption === "none") return socket;
    socket.write(Buffer.concat([fourBytes(8), fourBytes(requestOfEncryption)]));
    if ((await firstByte(socket)) !== "S") throw new Error("the server has no encryption");
    const secure = encrypt({
      socket,
      ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
      host,
      rejectUnauthorized: encryption === "verified",
    });
    await once(secure, "secureConnect");
    return secure;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** One byte and no more, for what follows is encrypted. */
async function firstByte(socket: Socket): Promise<string> {
  for (;;) {
    const byte = socket.read(1) as Buffer | null;
    if (byte) return byte.toString("latin1");
    if (socket.readableEnded || socket.destroyed) throw new Error("the server closed the connection");
    await once(socket, "readable");
  }
}
