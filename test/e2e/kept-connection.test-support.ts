import { connect, type Socket } from "node:net";

/** What came back. */
interface Answer {
  readonly status: number;
  readonly body: string;
}

/** A connection that is kept from one request to the next, and opened anew where the server has closed it. */
export interface KeptConnection {
  /** Sends a request and waits for its whole answer. Fails with the system's code: ECONNREFUSED where nobody listens. */
  ask(request: string): Promise<Answer>;
  close(): void;
}

/** The text of a request with a JSON body. */
export const postText = (path: string, body: string, headers = ""): string =>
  `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

/** Makes a connection to a port of this machine; it is opened by the first request. */
export function keepConnection(port: number): KeptConnection {
  let socket: Socket | undefined;
  const open = (): Promise<Socket> =>
    new Promise((done, fail) => {
      const fresh = connect({ port, host: "127.0.0.1", noDelay: true });
      fresh.setEncoding("latin1");
      fresh.once("error", fail);
      fresh.once("connect", () => {
        fresh.off("error", fail);
        fresh.on("error", () => {});
        fresh.once("close", () => {
          if (socket === fresh) socket = undefined;
        });
        // A server that ends its side takes no more requests.
        fresh.once("end", () => {
          if (socket === fresh) socket = undefined;
        });
        done(fresh);
      });
    });
  const forget = (used: Socket): void => {
    if (socket === used) socket = undefined;
    used.destroy();
  };
  return {
    ask: async (request) => {
      const used = (socket ??= await open());
      const { isLast, ...answer } = await exchange(used, request);
      if (isLast) forget(used);
      return answer;
    },
    close: () => socket?.destroy(),
  };
}

function exchange(socket: Socket, request: string): Promise<Answer & { readonly isLast: boolean }> {
  return new Promise((done, fail) => {
    let text = "";
    let bodyAt = 0;
    let need = Infinity;
    const end = (): void => {
      socket.off("data", read);
      socket.off("error", failed);
      socket.off("close", closed);
    };
    const failed = (error: Error): void => {
      end();
      fail(error);
    };
    const closed = (): void => failed(new Error("closed before the answer"));
    const read = (part: string): void => {
      text += part;
      if (need === Infinity) {
        const head = text.indexOf("\r\n\r\n");
        if (head < 0) return;
        bodyAt = head + 4;
        need = bodyAt + Number(/content-length: *(\d+)/i.exec(text)?.[1] ?? 0);
      }
      if (text.length < need) return;
      end();
      done({
        status: Number(text.slice(9, 12)),
        body: text.slice(bodyAt, need),
        isLast: /\r\nconnection: close\r\n/i.test(text.slice(0, bodyAt)),
      });
    };
    socket.on("data", read);
    socket.on("error", failed);
    socket.on("close", closed);
    socket.write(request);
  });
}
