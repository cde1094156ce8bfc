import { randomUUID } from "node:crypto";
import { ServerResponse, createServer } from "../node-http.ts";
import type { IncomingMessage, Server } from "node:http";
import { Socket } from "node:net";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { waitUntilIdle } from "./drain.ts";
import { Exchange } from "./exchange.ts";
import type { Arrival, ExchangeContext } from "./exchange.ts";
import { HealthChecker } from "./health-checker.ts";
import type { HealthEvent } from "./health-state.ts";
import { describeError } from "./json-log.ts";
import type { Log } from "./json-log.ts";
import { sendProblem, toRawProblem } from "./problem-response.ts";
import type { RefusalKind } from "./problem-response.ts";
import type { RouterPolicy } from "./router-policy.ts";
import type { Admission, DrainOutcome, RouterState } from "./router-state.ts";
import type { Routes } from "./routes.ts";
import { RoutingTable } from "./routing-table.ts";
import type { RoutedProcess } from "./routing-table.ts";
import { UpstreamAgents } from "./upstream-agents.ts";
import { WaitingRoom } from "./waiting-room.ts";

/** What a router is made of. */
export interface RouterOptions {
  readonly policy: RouterPolicy;
  /** Uniform in [0, 1); draws the release of each request. */
  readonly random: () => number;
  readonly log: Log;
}

/** Why a port could not be opened. */
export type ListenFailure = { readonly kind: "port-busy"; readonly port: number };

/** The part of `RouterState` that the router itself knows. */
export type TrafficState = Omit<RouterState, "pid" | "startedAt" | "uncaughtErrorCount">;

/** Listens for shoppers and forwards their requests to the processes of releases. */
export class Router {
  readonly #context: ExchangeContext;
  readonly #table: RoutingTable;
  readonly #room: WaitingRoom;
  readonly #agents: UpstreamAgents;
  readonly #checker: HealthChecker;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** Responses under way on a connection; pipelined requests make it more than one. */
  readonly #answerCounts = new WeakMap<Duplex, number>();
  #admission: Admission = "flowing";
  #holdTimer: NodeJS.Timeout | undefined;
  #openCount = 0;
  #refusedCount = 0;

  constructor({ policy, random, log }: RouterOptions) {
    this.#table = new RoutingTable(policy);
    this.#room = new WaitingRoom(policy.maxWaitingCount);
    this.#agents = new UpstreamAgents(policy.upstreamIdleTimeoutMs);
    this.#checker = new HealthChecker(policy, (process, event) => this.#observe(process, event));
    this.#context = {
      table: this.#table,
      room: this.#room,
      agents: this.#agents,
      policy,
      log,
      random,
      admission: () => this.#admission,
      onRefused: () => (this.#refusedCount += 1),
    };
    this.#server = this.#createServer(policy);
  }

  /** Opens the port (0: any free one) and returns which it is. */
  listen(host: string, port: number): Promise<Result<number, ListenFailure>> {
    return listenOn(this.#server, host, port);
  }

  /** Routes new requests anew, in one step; requests under way stay where they are. */
  applyRoutes(routes: Routes): void {
    const { added, removed, quiet } = this.#table.apply(routes);
    for (const process of removed) this.#checker.unwatch(process);
    for (const process of added) this.#checker.watch(process);
    for (const process of quiet) this.#agents.setQuiet(process, true);
    for (const process of this.#table.weighted()) this.#agents.setQuiet(process, false);
    this.#wakeUnlessHeld();
  }

  get routes(): Routes {
    return this.#table.routes;
  }

  /** Lets new requests wait until `resume`, at most `maxMs`. Does nothing when the router is stopping. */
  hold(maxMs: number): void {
    if (this.#admission === "stopping") return;
    this.#admission = "held";
    clearTimeout(this.#holdTimer);
    this.#holdTimer = setTimeout(() => this.resume(), maxMs);
  }

  /** Ends a hold. */
  resume(): void {
    clearTimeout(this.#holdTimer);
    if (this.#admission === "held") this.#admission = "flowing";
    this.#room.wakeAll();
  }

  /** Waits until nothing is under way on the release, at most `timeoutMs`. On an unknown release nothing is. */
  drain(releaseId: string, timeoutMs: number): Promise<DrainOutcome> {
    const counter = this.#table.findCounter(releaseId);
    return counter === undefined ? Promise.resolve({ kind: "drained" }) : waitUntilIdle(counter, timeoutMs);
  }

  /** Stops accepting, waits for what is under way, and cuts what remains after `timeoutMs`. */
  async shutdown(timeoutMs: number): Promise<DrainOutcome> {
    this.resume();
    this.#admission = "stopping";
    const closed = new Promise<"closed">((resolve) => this.#server.close(() => resolve("closed")));
    this.#server.closeIdleConnections();
    let timer: NodeJS.Timeout | undefined;
    const timeUp = new Promise<"time-up">((resolve) => (timer = setTimeout(() => resolve("time-up"), timeoutMs)));
    const outcome = await Promise.race([closed, timeUp]);
    clearTimeout(timer);
    const remaining = this.#openCount;
    this.#checker.stop();
    for (const socket of this.#sockets) socket.destroy();
    for (const process of this.#table.processes()) this.#agents.setQuiet(process, true);
    return outcome === "closed" || remaining === 0 ? { kind: "drained" } : { kind: "timed-out", remaining };
  }

  /** What is routed and what was counted. */
  describe(): TrafficState {
    return {
      admission: this.#admission,
      heldCount: this.#room.count,
      refusedCount: this.#refusedCount,
      routes: this.#table.routes,
      releases: this.#table.describe(),
    };
  }

  #createServer(policy: RouterPolicy): Server {
    const server = createServer({
      maxHeaderSize: policy.maxHeaderBytes,
      keepAliveTimeout: policy.clientIdleTimeoutMs,
      headersTimeout: policy.clientHeadersTimeoutMs,
      // A slow body may take as long as it moves: the time without progress is limited instead, in the attempt.
      requestTimeout: 0,
      connectionsCheckingInterval: 1_000,
      insecureHTTPParser: false,
      noDelay: true,
      // Asking for HTTP/2 on an HTTP/1.1 connection may be ignored (RFC 9110, 7.8), and everybody does.
      shouldUpgradeCallback: ({ headers }) => !/^h2c$/i.test(headers.upgrade ?? ""),
    });
    // Lines beyond Node's count limit would vanish silently; the size limit is enough.
    server.maxHeadersCount = 0;
    server.on("connection", (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once("close", () => this.#sockets.delete(socket));
    });
    server.on("request", (request, response) => this.#serve({ request, response, expectsContinue: false }));
    server.on("checkContinue", (request, response) => this.#serve({ request, response, expectsContinue: true }));
    server.on("upgrade", (request, socket, head) => this.#serveUpgrade(request, socket, head));
    server.on("clientError", (error: NodeJS.ErrnoException, socket) => this.#refuseUnparsed(error, socket));
    return server;
  }

  #serve(arrival: Arrival): void {
    const { request, response } = arrival;
    const defect = findDefect(request);
    this.#changeAnswerCount(request.socket, 1);
    response.once("close", () => {
      this.#changeAnswerCount(request.socket, -1);
      if (this.#admission === "stopping") setImmediate(() => this.#server.closeIdleConnections());
    });
    if (defect !== null) {
      response.shouldKeepAlive = false;
      return sendProblem(response, defect, randomUUID());
    }
    void this.#run(arrival);
  }

  async #run(arrival: Arrival): Promise<void> {
    this.#openCount += 1;
    try {
      await new Exchange(this.#context, arrival).run();
    } catch (error) {
      // A bug: this client's connection is cut, everybody else's goes on.
      this.#context.log("error", "exchange failed", describeError(error));
      arrival.response.destroy();
      arrival.upgrade?.socket.destroy();
    } finally {
      this.#openCount -= 1;
    }
  }

  #serveUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on("error", () => socket.destroy());
    if (!(socket instanceof Socket)) return void socket.destroy();
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(socket);
    response.once("finish", () => socket.end());
    const protocol = request.headers.upgrade ?? "";
    this.#serve({ request, response, expectsContinue: false, upgrade: { protocol, socket, head } });
  }

  #refuseUnparsed(error: NodeJS.ErrnoException, socket: Duplex): void {
    // In the middle of another response on the same connection, an answer would be taken for a part of that one.
    const isAnswering = (this.#answerCounts.get(socket) ?? 0) > 0;
    if (error.code === "ECONNRESET" || !socket.writable || isAnswering) return void socket.destroy();
    this.#refusedCount += 1;
    socket.end(toRawProblem(PARSE_FAILURES[error.code ?? ""] ?? "malformed-request", randomUUID()));
  }

  #changeAnswerCount(socket: Duplex, by: number): void {
    this.#answerCounts.set(socket, (this.#answerCounts.get(socket) ?? 0) + by);
  }

  #wakeUnlessHeld(): void {
    if (this.#admission !== "held") this.#room.wakeAll();
  }

  #observe(process: RoutedProcess, event: HealthEvent): void {
    const before = process.health.status;
    const hasBecomeHealthy = this.#table.observe(process, event);
    const after = process.health.status;
    const { releaseId, address } = process;
    if (after !== before) this.#context.log("info", "health changed", { releaseId, address, before, after });
    if (hasBecomeHealthy) this.#wakeUnlessHeld();
  }
}

const PARSE_FAILURES: Readonly<Record<string, RefusalKind>> = {
  HPE_HEADER_OVERFLOW: "headers-too-large",
  ERR_HTTP_REQUEST_TIMEOUT: "request-timeout",
};

/** What Node's strict parser lets pass and two servers might read differently. */
function findDefect({ headers }: IncomingMessage): RefusalKind | null {
  const coding = headers["transfer-encoding"];
  if (coding === undefined) return null;
  if (headers["content-length"] !== undefined) return "malformed-request";
  return coding.trim().toLowerCase() === "chunked" ? null : "unsupported-transfer-coding";
}

/** Opens a server's port; a busy one is an expected failure, anything else is thrown. */
export function listenOn(server: Server, host: string, port: number): Promise<Result<number, ListenFailure>> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void =>
      error.code === "EADDRINUSE" ? resolve(err({ kind: "port-busy", port })) : reject(error);
    server.once("error", onError);
    server.listen(port, host, () => {
      server.off("error", onError);
      resolve(ok((server.address() as AddressInfo).port));
    });
  });
}
