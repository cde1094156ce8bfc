/**
 * Which client should carry requests to the processes: that of node:http, or undici? Two bare forwarders with the same
 * server side, nothing of the router in them; CPU time per request of the forwarding process alone, which other work on
 * the machine distorts less than requests per second. Figures and what follows from them: docs/adr/0004.
 *
 *     node --conditions=source benchmarks/router/forwarding-libraries.ts [--rounds 5] [--seconds 2]
 */
import { fork, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { Agent, createServer, request } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Pool } from "undici";
import { toClientHeaders, toUpstreamHeaders } from "../../packages/targets/embedded/src/router/forwarded-headers.ts";
import { kill, spawnSmallApp } from "../../packages/targets/embedded/src/router/testing/start-router.ts";
import { describeMachine, percentile } from "./machine.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: "string", default: "5" }, seconds: { type: "string", default: "2" } },
});
const CLIENTS = ["node:http", "undici"] as const;
const AUTOCANNON = createRequire(import.meta.url).resolve("autocannon/autocannon.js");

type Forward = (from: IncomingMessage, to: ServerResponse) => void;

function headersFor(from: IncomingMessage): string[] {
  const origin = { clientAddress: "127.0.0.1", host: from.headers.host ?? "", freshRequestId: "id" };
  return toUpstreamHeaders(from.rawHeaders, origin, { framing: "none", needsLength: false });
}

function forwardByNodeHttp(origin: string): Forward {
  const agent = new Agent({ keepAlive: true });
  return (from, to) => {
    const { method = "GET", url: path = "/" } = from;
    const sent = request(origin, { agent, method, path, headers: headersFor(from) });
    sent.on("response", (response) => {
      to.writeHead(response.statusCode ?? 502, toClientHeaders(response.rawHeaders, false));
      response.pipe(to);
    });
    sent.on("error", () => to.destroy());
    from.pipe(sent);
  };
}

function forwardByUndici(origin: string): Forward {
  const pool = new Pool(origin, { keepAliveTimeout: 4_000, connections: null });
  return (from, to) => {
    const { method = "GET", url: path = "/" } = from;
    const body = method === "GET" ? null : from;
    pool.dispatch(
      { method, path, headers: headersFor(from), body },
      {
        // Without this one undici takes the handler for one of its older kind.
        onRequestStart: () => {},
        onResponseStart: (controller, status) => {
          const raw = (controller.rawHeaders as Buffer[]).map((line) => line.toString("latin1"));
          to.writeHead(status, toClientHeaders(raw, false));
        },
        onResponseData: (controller, chunk) => {
          if (to.write(chunk)) return;
          controller.pause();
          to.once("drain", () => controller.resume());
        },
        onResponseEnd: () => void to.end(),
        onResponseError: () => void to.destroy(),
      },
    );
  };
}

/** The forwarding process: says its port, then answers each message with the CPU time that it has used. */
async function beForwarder(client: string, origin: string): Promise<void> {
  const server = createServer(client === "undici" ? forwardByUndici(origin) : forwardByNodeHttp(origin));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  process.on("message", () => process.send?.(process.cpuUsage()));
  process.send?.((server.address() as AddressInfo).port);
}

interface Forwarder {
  readonly child: ChildProcess;
  readonly port: number;
}

async function startForwarder(client: string, origin: string): Promise<Forwarder> {
  const child = fork(fileURLToPath(import.meta.url), ["--", client, origin]);
  const [port] = (await once(child, "message")) as [number];
  return { child, port };
}

async function usedMicroseconds({ child }: Forwarder): Promise<number> {
  child.send("cpu?");
  const [usage] = (await once(child, "message")) as [NodeJS.CpuUsage];
  return usage.user + usage.system;
}

/** CPU microseconds per request. */
async function measure(forwarder: Forwarder, args: readonly string[]): Promise<number> {
  const before = await usedMicroseconds(forwarder);
  const fixed = [AUTOCANNON, "--json", "--connections", "20", "--duration", values.seconds, ...args];
  const cannon = spawn(process.execPath, [...fixed, `http://127.0.0.1:${forwarder.port}/echo`], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const report = JSON.parse(await text(cannon.stdout)) as { requests: { total: number }; errors: number };
  if (report.errors > 0) throw new Error(`${report.errors} requests failed`);
  return ((await usedMicroseconds(forwarder)) - before) / report.requests.total;
}

async function compare(): Promise<void> {
  const app = await spawnSmallApp("a");
  const forwarders = await Promise.all(CLIENTS.map((client) => startForwarder(client, app.address)));
  console.log(`machine: ${describeMachine()}; 20 connections, CPU time of the forwarding process`);
  try {
    for (const method of ["GET", "POST"]) {
      const args = method === "GET" ? [] : ["--method", method, "--body", "x".repeat(500)];
      const used: number[][] = CLIENTS.map(() => []);
      for (let round = 0; round < Number(values.rounds); round += 1)
        for (const [index, forwarder] of forwarders.entries()) used[index]?.push(await measure(forwarder, args));
      const medians = used.map((list) => percentile(list, 50));
      const shown = CLIENTS.map((client, index) => `${client} ${medians[index]?.toFixed(0)} µs`).join(", ");
      console.log(`${method}: ${shown}, ratio ${((medians[0] ?? 0) / (medians[1] ?? 1)).toFixed(2)}`);
    }
  } finally {
    for (const { child } of [app, ...forwarders]) await kill(child);
  }
}

const [client, origin] = positionals;
if (client !== undefined && origin !== undefined) await beForwarder(client, origin);
else await compare();
