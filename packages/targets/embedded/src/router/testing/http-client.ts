import { request } from "node:http";
import type { Agent, IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";

/** A whole response. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly trailers: NodeJS.Dict<string>;
}

/** What to send. */
export interface Ask {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
  /** Default: a connection of its own. */
  readonly agent?: Agent;
}

/** Sends a request and returns the whole response; rejects when the connection breaks, as an unforgiving client does. */
export async function ask(url: string, options: Ask = {}): Promise<Answer> {
  const response = await begin(url, options);
  const body = await text(response);
  if (!response.complete) throw new Error("the response broke off");
  return { status: response.statusCode ?? 0, headers: response.headers, body, trailers: response.trailers };
}

/** Sends a request and returns when the response's head has come. */
export function begin(url: string, options: Ask = {}): Promise<IncomingMessage> {
  const { method = "GET", headers = {}, body, agent } = options;
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent: agent ?? false });
    sent.on("response", resolve).on("error", reject);
    sent.end(body);
  });
}

/** Sends bytes as they are and returns all that comes until the peer closes. */
export function sendRaw(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    socket.setEncoding("latin1").on("data", (chunk: string) => (received += chunk));
    socket.on("error", reject).on("close", () => resolve(received));
  });
}
