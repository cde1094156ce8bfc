import { request } from "../node-http.ts";
import type { Agent, ClientRequest, IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { feedBody } from "./feed-body.ts";
import type { FailedAttempt } from "./retry-decision.ts";
import type { RouterPolicy } from "./router-policy.ts";

/** What one attempt sends, and where. */
export interface AttemptOptions {
  /** false: a connection of its own, for upgrades. */
  readonly agent: Agent | false;
  /** "http://127.0.0.1:41001" */
  readonly address: string;
  readonly path: string;
  readonly headers: readonly string[];
  /** The client's request; its body is read only once a connection stands. */
  readonly source: IncomingMessage;
  readonly hasBody: boolean;
  /** The client waits for "100 Continue" before it sends the body: `onContinue` is called when the process says so. */
  readonly expectsContinue: boolean;
  readonly onContinue: () => void;
  readonly policy: RouterPolicy;
}

/** How an attempt ended, or that a response has begun. */
export type AttemptOutcome =
  | { readonly kind: "response"; readonly response: IncomingMessage }
  | { readonly kind: "upgraded"; readonly response: IncomingMessage; readonly socket: Duplex; readonly head: Buffer }
  | { readonly kind: "aborted" }
  | {
      readonly kind: "failed";
      readonly cause: FailedAttempt["cause"];
      /** A connection stood: the process may have got the request. */
      readonly mayHaveReachedProcess: boolean;
      readonly error: NodeJS.ErrnoException;
    };

/**
 * One attempt to have one process answer one request. Nothing of the request is written before the connection stands:
 * Node queues it in the process until then, so an attempt that failed earlier was provably not received by anyone.
 */
export class UpstreamAttempt {
  readonly outcome: Promise<AttemptOutcome>;
  readonly #options: AttemptOptions;
  readonly #request: ClientRequest;
  #settle: (outcome: AttemptOutcome) => void = () => {};
  #isConnected = false;
  #isAborted = false;
  #timedOut: "not-connected" | "response-timeout" | "body-timeout" | undefined;
  #timer: NodeJS.Timeout;
  #handedOverAtMs = performance.now();
  #stopFeeding: () => void = () => {};

  constructor(options: AttemptOptions) {
    this.#options = options;
    this.outcome = new Promise((resolve) => {
      this.#settle = (outcome) => {
        clearTimeout(this.#timer);
        resolve(outcome);
      };
    });
    this.#timer = setTimeout(() => this.#timeOut("not-connected"), options.policy.connectTimeoutMs);
    this.#request = this.#open();
    if (!options.hasBody) this.#request.end();
  }

  /** When the last byte of the request was handed to the connection, on the clock of `performance.now()`. */
  get handedOverAtMs(): number {
    return this.#handedOverAtMs;
  }

  /** The client has gone: the process is told by closing its connection. */
  abort(): void {
    this.#isAborted = true;
    this.#request.destroy();
    this.#settle({ kind: "aborted" });
  }

  /** The response is over: what is still to come of the request's body is thrown away. */
  finish(): void {
    this.#stopFeeding();
    if (this.#options.hasBody) this.#options.source.resume();
    if (!this.#request.writableFinished) this.#request.destroy();
  }

  #open(): ClientRequest {
    const { agent, path, headers, source } = this.#options;
    const { hostname, port } = new URL(this.#options.address);
    const host = hostname.replace(/^\[|\]$/g, "");
    const sent = request({ agent, host, port, path, headers: [...headers], method: source.method ?? "GET" });
    sent.on("socket", (socket) => this.#watchConnection(socket));
    sent.on("continue", () => this.#options.onContinue());
    sent.on("response", (response) => {
      // An answer before the body's end, on a connection that the process closes after it: it wants no more.
      if (response.headers.connection === "close") this.#stopFeeding();
      this.#settle({ kind: "response", response });
    });
    if (agent === false)
      sent.on("upgrade", (response, socket, head) => this.#settle({ kind: "upgraded", response, socket, head }));
    sent.on("error", (error) => this.#fail(error));
    return sent;
  }

  #watchConnection(socket: Socket): void {
    if (socket.connecting) socket.once("connect", () => this.#connected());
    else this.#connected();
  }

  #connected(): void {
    this.#isConnected = true;
    this.#handedOverAtMs = performance.now();
    clearTimeout(this.#timer);
    if (this.#isAborted || this.#timedOut !== undefined) return;
    this.#timer = setTimeout(
      () => this.#timeOut(this.#isBodyMissing() ? "body-timeout" : "response-timeout"),
      this.#options.policy.responseTimeoutMs,
    );
    if (this.#options.hasBody) this.#feed();
  }

  #feed(): void {
    const { source, expectsContinue } = this.#options;
    this.#stopFeeding = feedBody(source, this.#request, () => {
      this.#handedOverAtMs = performance.now();
      this.#timer.refresh();
    });
    if (expectsContinue) this.#request.flushHeaders();
    // The first part of the body usually follows in this turn and shares a packet with the head; a slow body must not hold the head back.
    else setImmediate(() => this.#request.flushHeaders());
  }

  /** The client owes the rest of the body, and the process is not what keeps it from coming. */
  #isBodyMissing(): boolean {
    return this.#options.hasBody && !this.#options.source.complete && !this.#request.writableNeedDrain;
  }

  #timeOut(cause: "not-connected" | "response-timeout" | "body-timeout"): void {
    this.#timedOut = cause;
    this.#request.destroy(Object.assign(new Error(`${cause} towards ${this.#options.address}`), { code: "ETIMEDOUT" }));
  }

  #fail(error: NodeJS.ErrnoException): void {
    this.#stopFeeding();
    const cause = this.#timedOut ?? (this.#isConnected ? "reset" : "not-connected");
    this.#settle({ kind: "failed", cause, mayHaveReachedProcess: this.#isConnected, error });
  }
}
