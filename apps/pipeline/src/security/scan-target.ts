import { request } from "node:http";

/** What a running shop answered to one request. */
export interface ScanAnswer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** What to send. The path goes out as it is written: "/../etc/passwd" stays so. */
export interface ScanRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** Sends requests to one shop. */
export type Send = (request: ScanRequest) => Promise<ScanAnswer>;

const TIMEOUT_MS = 10_000;
const MAX_BODY_CHARACTERS = 2_000_000;

/** A sender for the shop on a port of 127.0.0.1, without a browser's or fetch's mending of paths. */
export function sendTo(port: number): Send {
  return ({ method = "GET", path, headers = {}, body }) =>
    new Promise((resolve, reject) => {
      const sent = request({ host: "127.0.0.1", port, method, path, headers, timeout: TIMEOUT_MS, agent: false });
      sent.on("response", (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (part: string) => {
          if (text.length < MAX_BODY_CHARACTERS) text += part;
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
        response.on("error", reject);
      });
      sent.on("timeout", () => sent.destroy(new Error(`${method} ${path} was not answered`)));
      sent.on("error", reject);
      sent.end(body);
    });
}
