import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { findHeader, framingOf, toClientHeaders, toOriginForm, toUpstreamHeaders } from "./forwarded-headers.ts";
import type { BodyFraming } from "./forwarded-headers.ts";
import type { Log } from "./json-log.ts";
import { sendProblem } from "./problem-response.ts";
import type { RefusalKind } from "./problem-response.ts";
import { relayResponse } from "./relay-response.ts";
import { decideAfterFailure } from "./retry-decision.ts";
import type { FailedAttempt } from "./retry-decision.ts";
import type { RouteDecision, WaitReason } from "./route-decision.ts";
import type { RouterPolicy } from "./router-policy.ts";
import type { Admission } from "./router-state.ts";
import type { RoutedProcess, RoutingTable } from "./routing-table.ts";
import { tunnel } from "./tunnel.ts";
import type { UpstreamAgents } from "./upstream-agents.ts";
import { UpstreamAttempt } from "./upstream-attempt.ts";
import type { AttemptOutcome } from "./upstream-attempt.ts";
import type { WaitingRoom } from "./waiting-room.ts";

/** What every exchange of a router shares. */
export interface ExchangeContext {
  readonly table: RoutingTable;
  readonly room: WaitingRoom;
  readonly agents: UpstreamAgents;
  readonly policy: RouterPolicy;
  readonly log: Log;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly admission: () => Admission;
  /** Called when the router answers on its own account, no release being concerned. */
  readonly onRefused: () => void;
}

/** A request as it came. */
export interface Arrival {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The client waits for "100 Continue". */
  readonly expectsContinue: boolean;
  /** The bare connection, when the client asks for another protocol on it. */
  readonly upgrade?: { readonly protocol: string; readonly socket: Duplex; readonly head: Buffer };
}

type Failure = Extract<AttemptOutcome, { kind: "failed" }>;
type Begun = Extract<AttemptOutcome, { kind: "response" }>;
type Upgraded = Extract<AttemptOutcome, { kind: "upgraded" }>;
type Admitted = Exclude<RouteDecision<RoutedProcess>, { kind: "wait" }> | Turned;
type Turned = { readonly kind: "turned-away"; readonly why: RefusalKind | null; readonly releaseId: string | null };

const WAITED_TOO_LONG: Record<WaitReason, RefusalKind> = {
  held: "held-too-long",
  "no-healthy-process": "no-healthy-process",
};
const ANSWER_OF = {
  "bad-gateway": "bad-gateway",
  "gateway-timeout": "gateway-timeout",
  "request-timeout": "request-timeout",
} as const;

/** One request from its arrival to its end: finds a process, forwards, tries again where that is safe, counts. */
export class Exchange {
  readonly #context: ExchangeContext;
  readonly #arrival: Arrival;
  readonly #framing: BodyFraming;
  readonly #freshRequestId = randomUUID();
  readonly #gone = new GoneSignal();
  readonly #avoid = new Set<RoutedProcess>();
  readonly #draw: number;
  #isCounted = false;
  #attempt: UpstreamAttempt | undefined;

  constructor(context: ExchangeContext, arrival: Arrival) {
    this.#context = context;
    this.#arrival = arrival;
    this.#framing = framingOf(arrival.request.headers);
    this.#draw = context.random();
    arrival.response.once("close", () => {
      this.#gone.raise();
      if (!arrival.response.writableFinished) this.#attempt?.abort();
    });
  }

  /** Resolves when nothing of this request is under way in the router any more, bytes on the way to the client aside. */
  async run(): Promise<void> {
    for (let attemptCount = 1; ; attemptCount += 1) {
      const admitted = await this.#admit();
      if (admitted.kind !== "send") return this.#turnAway(admitted);
      if (this.#gone.isRaised) return;
      const failure = await this.#serveFrom(admitted.process);
      if (failure === null) return;
      const next = decideAfterFailure(this.#describe(failure, attemptCount));
      if (next !== "try-another-process") return this.#giveUp(admitted.process, ANSWER_OF[next]);
    }
  }

  async #admit(): Promise<Admitted> {
    const { table, room, policy, admission } = this.#context;
    const untilMs: Partial<Record<WaitReason, number>> = {};
    for (let isReturning = false; ; isReturning = true) {
      const decision = table.decide(admission(), { draw: this.#draw, avoid: this.#avoid });
      if (decision.kind !== "wait") return decision;
      const { reason, releaseId } = decision;
      const limitMs = reason === "held" ? policy.holdTimeoutMs : policy.unhealthyTimeoutMs;
      const deadlineMs = (untilMs[reason] ??= performance.now() + limitMs);
      const timeoutMs = deadlineMs - performance.now();
      const outcome = await room.wait({ timeoutMs, isReturning, signal: this.#gone.signal });
      if (outcome === "timed-out") return { kind: "turned-away", why: WAITED_TOO_LONG[reason], releaseId };
      if (outcome === "full") return { kind: "turned-away", why: "too-many-waiting", releaseId };
      if (outcome === "gone") return { kind: "turned-away", why: null, releaseId };
    }
  }

  #turnAway(admitted: Exclude<Admitted, { kind: "send" }>): void {
    if (admitted.kind === "nothing-deployed") return this.#refuse("nothing-deployed", null);
    if (admitted.kind === "exhausted") return this.#refuse("bad-gateway", admitted.releaseId);
    if (admitted.why !== null) this.#refuse(admitted.why, admitted.releaseId);
  }

  #refuse(why: RefusalKind, releaseId: string | null): void {
    if (releaseId === null) this.#context.onRefused();
    else {
      const counter = this.#context.table.counterOf(releaseId);
      if (!this.#isCounted) counter.countRequest();
      counter.countFailure();
    }
    this.#answer(why);
  }

  /** Forwards to one process. Returns why it failed before a response, or null when the exchange is over. */
  async #serveFrom(process: RoutedProcess): Promise<Failure | null> {
    const { table } = this.#context;
    if (!this.#isCounted) process.counter.countRequest();
    this.#isCounted = true;
    table.begin(process, Date.now());
    try {
      const attempt = this.#begin(process);
      const outcome = await attempt.outcome;
      if (outcome.kind === "failed") return this.#noteFailure(process, outcome);
      if (outcome.kind === "upgraded") await this.#joinConnections(process, outcome);
      if (outcome.kind === "response") await this.#relay(process, attempt, outcome);
      return null;
    } finally {
      this.#attempt = undefined;
      table.end(process);
    }
  }

  #begin(process: RoutedProcess): UpstreamAttempt {
    const { request, response, expectsContinue, upgrade } = this.#arrival;
    const { agents, policy } = this.#context;
    this.#attempt = new UpstreamAttempt({
      agent: upgrade === undefined ? agents.agentOf(process) : false,
      address: process.address,
      path: toOriginForm(request.url ?? "/"),
      headers: this.#headers(),
      source: request,
      hasBody: this.#framing !== "none",
      expectsContinue,
      onContinue: () => {
        if (expectsContinue) response.writeContinue();
      },
      policy,
    });
    return this.#attempt;
  }

  #headers(): string[] {
    const { request, upgrade } = this.#arrival;
    const origin = {
      clientAddress: request.socket.remoteAddress ?? "",
      host: request.headers.host ?? `${request.socket.localAddress}:${request.socket.localPort}`,
      freshRequestId: this.#freshRequestId,
    };
    const needsLength = ["POST", "PUT", "PATCH"].includes(request.method ?? "");
    return toUpstreamHeaders(request.rawHeaders, origin, {
      framing: this.#framing,
      upgrade: upgrade?.protocol,
      needsLength,
    });
  }

  async #relay(process: RoutedProcess, attempt: UpstreamAttempt, { response }: Begun): Promise<void> {
    const { counter } = process;
    const waitedMs = performance.now() - attempt.handedOverAtMs;
    if (waitedMs > this.#context.policy.slowAfterMs) counter.countSlow();
    if (this.#context.admission() === "stopping") this.#arrival.response.shouldKeepAlive = false;
    const isStream = isEventStream(response);
    if (isStream) counter.openStream();
    const outcome = await relayResponse(response, this.#arrival.response);
    if (isStream) counter.closeStream();
    const isCutByProcess = outcome === "broken-off" && !this.#gone.isRaised;
    if (isCutByProcess || isServerError(response)) counter.countFailure();
    attempt.finish();
  }

  async #joinConnections(process: RoutedProcess, { response, socket, head }: Upgraded): Promise<void> {
    const { upgrade } = this.#arrival;
    if (upgrade === undefined) return;
    const protocol = response.headers.upgrade ?? upgrade.protocol;
    const lines = [...toClientHeaders(response.rawHeaders, false), "Connection", "Upgrade", "Upgrade", protocol];
    upgrade.socket.write(toRawHead(`HTTP/1.1 101 ${response.statusMessage ?? ""}`, lines));
    if (head.length > 0) upgrade.socket.write(head);
    if (upgrade.head.length > 0) socket.write(upgrade.head);
    process.counter.openStream();
    await tunnel(upgrade.socket, socket);
    process.counter.closeStream();
  }

  #noteFailure(process: RoutedProcess, failure: Failure): Failure {
    const { table, log } = this.#context;
    const { cause, error } = failure;
    log("warn", "attempt failed", {
      releaseId: process.releaseId,
      address: process.address,
      method: this.#arrival.request.method,
      requestId: this.#requestId(),
      cause,
      code: error.code,
    });
    // A process that nobody can connect to gets no more requests; a lack of the router's own (ports, files) says nothing about it.
    if (cause === "not-connected" && UNREACHABLE_CODES.has(error.code ?? ""))
      table.observe(process, "connection-refused");
    else this.#avoid.add(process);
    return failure;
  }

  #describe({ cause, mayHaveReachedProcess }: Failure, attemptCount: number): FailedAttempt {
    const method = this.#arrival.request.method ?? "GET";
    return { method, hasBody: this.#framing !== "none", mayHaveReachedProcess, cause, attemptCount };
  }

  #giveUp({ counter }: RoutedProcess, why: "bad-gateway" | "gateway-timeout" | "request-timeout"): void {
    if (why !== "request-timeout") counter.countFailure();
    if (why === "gateway-timeout") counter.countSlow();
    this.#answer(why);
  }

  #answer(why: RefusalKind): void {
    const { request, response } = this.#arrival;
    sendProblem(response, why, this.#requestId());
    request.resume();
  }

  #requestId(): string {
    return findHeader(this.#arrival.request.rawHeaders, "x-request-id") ?? this.#freshRequestId;
  }
}

const UNREACHABLE_CODES: ReadonlySet<string> = new Set(["ECONNREFUSED", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH"]);

function isEventStream({ headers }: IncomingMessage): boolean {
  return headers["content-type"]?.startsWith("text/event-stream") === true;
}

function isServerError({ statusCode }: IncomingMessage): boolean {
  return statusCode !== undefined && statusCode >= 500;
}

/** Says that the client has gone; makes an AbortSignal only for those who wait for it. */
class GoneSignal {
  #controller: AbortController | undefined;
  #isRaised = false;

  get isRaised(): boolean {
    return this.#isRaised;
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#isRaised) this.#controller.abort();
    return this.#controller.signal;
  }

  raise(): void {
    this.#isRaised = true;
    this.#controller?.abort();
  }
}

function toRawHead(statusLine: string, flat: readonly string[]): string {
  let head = `${statusLine}\r\n`;
  for (let at = 0; at + 1 < flat.length; at += 2) head += `${flat[at]}: ${flat[at + 1]}\r\n`;
  return `${head}\r\n`;
}
