import { appendFileSync } from "node:fs";
import { createServer } from "../../node-http.ts";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { WebSocketServer } from "ws";

/** How a small app is started. */
export interface SmallAppOptions {
  /** Told by `GET /whoami` and in the `x-release` header of every response. */
  readonly releaseId: string;
  /** Default 0: any free one. */
  readonly port?: number;
  /** Each `POST /records` writes its id here before it answers, so that the record outlives a kill. */
  readonly recordFile?: string;
}

/** A running small app; a stand-in for a web process of the shop, for tests and benchmarks of the router. */
export class SmallApp {
  readonly address: string;
  /** What `GET /health/ready` answers. */
  isReady = true;
  /** Requests by path that reached the app. */
  readonly seenCounts = new Map<string, number>();
  /** `POST /records` by id. */
  readonly recordCounts = new Map<string, number>();
  /** Responses of `GET /hang`, which never end by themselves. */
  readonly hanging: ServerResponse[] = [];
  /** Connections that the app's side sees open now. */
  openConnectionCount = 0;
  readonly #server: Server;
  readonly #webSockets: WebSocketServer;

  constructor(server: Server, webSockets: WebSocketServer) {
    this.#server = server;
    this.#webSockets = webSockets;
    this.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  get port(): number {
    return Number(new URL(this.address).port);
  }

  /** Closes the port and every connection. */
  async stop(): Promise<void> {
    for (const client of this.#webSockets.clients) client.terminate();
    await new Promise((resolve) => {
      this.#server.close(resolve);
      this.#server.closeAllConnections();
    });
  }
}

/** Starts a small app on 127.0.0.1. */
export async function startSmallApp(options: SmallAppOptions): Promise<SmallApp> {
  const server = createServer({ keepAliveTimeout: 75_000, requestTimeout: 0 });
  const webSockets = new WebSocketServer({ server, path: "/echo-socket" });
  webSockets.on("connection", (socket) => {
    socket.send(options.releaseId);
    socket.on("message", (message, isBinary) => socket.send(message, { binary: isBinary }));
    socket.on("error", () => socket.terminate());
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  const app = new SmallApp(server, webSockets);
  server.on("connection", (socket) => {
    app.openConnectionCount += 1;
    socket.on("close", () => (app.openConnectionCount -= 1));
  });
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    void answer(app, options, { request, response }).catch(() => response.destroy());
  };
  server.on("request", onRequest);
  server.on("checkContinue", (request, response) => {
    if (request.url === "/refuse-body") return void response.writeHead(413).end();
    response.writeContinue();
    onRequest(request, response);
  });
  return app;
}

interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function answer(app: SmallApp, options: SmallAppOptions, call: Call): Promise<void> {
  const { request, response } = call;
  const url = new URL(request.url ?? "/", "http://app");
  app.seenCounts.set(url.pathname, (app.seenCounts.get(url.pathname) ?? 0) + 1);
  response.setHeader("X-Release", options.releaseId);
  const page = PAGES[url.pathname];
  if (page === undefined) return void response.writeHead(404).end();
  await page({ ...call, app, options, query: url.searchParams });
}

function room(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      response.off("drain", go).off("close", go);
      resolve();
    };
    response.on("drain", go).on("close", go);
  });
}

interface PageCall extends Call {
  readonly app: SmallApp;
  readonly options: SmallAppOptions;
  readonly query: URLSearchParams;
}

const PAGES: Readonly<Record<string, (call: PageCall) => void | Promise<void>>> = {
  "/health/ready": ({ app, response }) => void response.writeHead(app.isReady ? 200 : 503).end(),
  "/whoami": ({ options, response }) => {
    response.setHeader("Content-Length", Buffer.byteLength(options.releaseId));
    response.end(options.releaseId);
  },
  "/status": ({ query, response }) => void response.writeHead(Number(query.get("code"))).end(),
  "/headers": ({ request, response }) => void response.end(JSON.stringify(request.rawHeaders)),
  "/hang": ({ app, response }) => void app.hanging.push(response),
  "/echo": ({ request, response }) => {
    const length = request.headers["content-length"];
    if (length !== undefined) response.setHeader("Content-Length", length);
    request.pipe(response);
  },
  "/read-all": async ({ request, response }) => {
    let size = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) size += chunk.length;
    response.end(JSON.stringify({ size, trailers: request.trailers }));
  },
  "/slow": async ({ query, response }) => {
    await delay(Number(query.get("ms")));
    response.end("slow");
  },
  "/stream": async ({ query, response }) => {
    const chunk = Buffer.alloc(Number(query.get("bytes") ?? 10), "s");
    for (let sent = 0; sent < Number(query.get("count")); sent += 1) {
      if (response.destroyed) return;
      if (!response.write(chunk)) await room(response);
      if (query.has("gapMs")) await delay(Number(query.get("gapMs")));
    }
    response.end();
  },
  "/events": ({ app, response }) => {
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    response.flushHeaders();
    app.hanging.push(response);
  },
  "/trailers": ({ response }) => {
    response.writeHead(200, { Trailer: "X-Sum" });
    response.write("body");
    response.addTrailers({ "X-Sum": "42" });
    response.end();
  },
  "/half": ({ response }) => {
    response.writeHead(200, { "Content-Length": 1_000 });
    response.write("half", () => response.socket?.resetAndDestroy());
  },
  "/too-large": ({ response }) => void response.writeHead(413, { Connection: "close" }).end("too large"),
  "/reset": ({ request }) => void request.socket.resetAndDestroy(),
  "/records": async ({ app, request, response, options }) => {
    if (request.method === "GET") return void response.end(JSON.stringify([...app.recordCounts]));
    let id = "";
    for await (const chunk of request) id += String(chunk);
    app.recordCounts.set(id, (app.recordCounts.get(id) ?? 0) + 1);
    if (options.recordFile !== undefined) appendFileSync(options.recordFile, `${id}\n`);
    if (request.headers["x-hang"] === undefined) response.writeHead(201).end(id);
  },
};
