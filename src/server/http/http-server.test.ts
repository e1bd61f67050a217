import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { request as secureRequest } from "node:https";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TLSSocket } from "node:tls";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { errorAnswer, jsonAnswer } from "./error-body.ts";
import { HttpServer, type Certificate } from "./http-server.ts";
import { silentLog } from "./log.ts";
import { readCertificate } from "./read-certificate.ts";
import type { Route } from "./route.ts";
import { RouteTable } from "./route-table.ts";
import { defaultSettings, type HttpSettings } from "./settings.ts";

const echo: Route = {
  method: "POST",
  path: "/echo",
  reads: "body",
  errors: errorAnswer,
  summary: "Says what it was told",
  handle: ({ body }) => jsonAnswer(200, body.toString()),
};
const serve = (certificate?: Certificate, settings: Partial<HttpSettings> = {}): HttpServer =>
  new HttpServer(
    {
      table: new RouteTable([echo]),
      settings: { ...defaultSettings, ...settings },
      errors: errorAnswer,
      log: silentLog,
      origins: [],
    },
    certificate,
  );

describe("a server that ends under load", () => {
  it("loses no request: each is answered, or finds the door closed", async () => {
    const server = serve();
    const port = Number(new URL(await server.listen(0, "127.0.0.1")).port);
    const agent = new Agent({ keepAlive: true, maxSockets: 16 });
    const counts = { answered: 0, lost: 0, refused: 0 };
    const ask = (): Promise<boolean> =>
      new Promise((more) => {
        const sent = request(
          { port, host: "127.0.0.1", path: "/echo", method: "POST", agent },
          (response) => {
            let text = "";
            response.setEncoding("utf8").on("data", (part: string) => (text += part));
            response.on("end", () => {
              counts.answered += text === '"hello"' ? 1 : 0;
              more(true);
            });
          },
        );
        sent.on("error", (error: NodeJS.ErrnoException) => {
          if (error.code === "ECONNREFUSED") counts.refused += 1;
          else counts.lost += 1;
          more(false);
        });
        sent.end("hello");
      });
    const clients = Array.from({ length: 16 }, async () => {
      while (await ask());
    });
    while (counts.answered < 300) await pause(10);
    await server.drain({ delayMs: 50, graceMs: 5000 });
    await Promise.all(clients);
    agent.destroy();
    expect([counts.lost, counts.refused]).toEqual([0, 16]);
  });
});

describe("a server with a certificate", () => {
  const folder = mkdtempSync(join(tmpdir(), "tandem-tls-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const [cert, key, otherKey] = ["cert.pem", "key.pem", "other.pem"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const makeCertificate = (keyFile: string, certFile: string, name: string): void => {
    const args = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=${name} -keyout ${keyFile} -out ${certFile}`;
    execFileSync("openssl", args.split(" "), { stdio: "ignore" });
  };
  beforeAll(() => {
    makeCertificate(otherKey, cert, "second");
    makeCertificate(key, cert, "first");
  });

  const ask = (address: string): Promise<{ text: string; name: string }> =>
    new Promise((heard, fail) => {
      const sent = secureRequest(
        `${address}/echo`,
        { method: "POST", rejectUnauthorized: false, agent: false },
        (response) => {
          const { CN } = (response.socket as TLSSocket).getPeerCertificate().subject;
          let text = "";
          response.setEncoding("utf8").on("data", (part: string) => (text += part));
          response.on("end", () => heard({ text, name: String(CN) }));
        },
      );
      sent.on("error", fail);
      sent.end("hello");
    });

  it("answers over TLS, and takes another certificate while it runs", async () => {
    const server = serve(await readCertificate(cert, key));
    const address = await server.listen(0, "127.0.0.1");
    expect(address).toMatch(/^https:/);
    expect(await ask(address)).toEqual({ text: '"hello"', name: "first" });
    makeCertificate(key, cert, "second");
    server.renew(await readCertificate(cert, key));
    expect(await ask(address)).toEqual({ text: '"hello"', name: "second" });
    await server.close();
  });

  it("lets clients go whose handshake does not end, or fails", async () => {
    const server = serve(await readCertificate(cert, key), { headersTimeoutMs: 150 });
    const { port, hostname } = new URL(await server.listen(0, "127.0.0.1"));
    const halfHello = Buffer.from("16030102000100", "hex");
    const gone = [Buffer.alloc(0), halfHello, Buffer.from("GET / HTTP/1.1\r\n\r\n")].map((bytes) => {
      const socket = connect(Number(port), hostname).on("error", () => {});
      socket.write(bytes);
      return new Promise((closed) => socket.on("close", closed).resume());
    });
    await Promise.all(gone);
    const connections = (): unknown =>
      server.collect().find(({ name }) => name === "tandem_http_connections")?.samples[0]?.value;
    await expect.poll(connections, { timeout: 20_000 }).toBe(0);
    await server.close();
  });

  it("refuses a key of another certificate, and files that are not there", async () => {
    const code = (work: Promise<unknown>): Promise<string> =>
      work.then(
        () => "none",
        (error: Error) => /T\d{4}/.exec(error.message)![0],
      );
    expect(await code(readCertificate(cert, otherKey))).toBe("T2318");
    expect(await code(readCertificate(join(folder, "none.pem"), key))).toBe("T2318");
    expect(await code(readCertificate(key, key))).toBe("T2318");
    const empty = join(folder, "empty.pem");
    writeFileSync(empty, "");
    expect(await code(readCertificate(empty, key))).toBe("T2318");
    expect(await code(readCertificate(cert, empty))).toBe("T2318");
  });
});
