/**
 * What does the router cost? Requests per second straight to one app process against the same through the router.
 *
 *     node --conditions=source benchmarks/router/throughput.ts [--rounds 5] [--seconds 3] [--connections 20]
 *
 * Both are loaded in turns, round by round; the ratio is the median over the rounds. Load (autocannon), router and app
 * are processes of their own on one machine, so with two cores the router also takes from what the others would use.
 */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import {
  kill,
  makeFolder,
  spawnRouter,
  spawnSmallApp,
  until,
} from "../../packages/targets/embedded/src/router/testing/start-router.ts";
import { ask } from "../../packages/targets/embedded/src/router/testing/http-client.ts";
import { describeMachine, percentile } from "./machine.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "3" },
    connections: { type: "string", default: "20" },
  },
});
const AUTOCANNON = createRequire(import.meta.url).resolve("autocannon/autocannon.js");

interface Load {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

interface CannonReport {
  readonly requests: { readonly average: number };
  readonly latency: { readonly p50: number; readonly p99: number };
  readonly errors: number;
  readonly non2xx: number;
}

async function load(url: string, args: readonly string[]): Promise<Load> {
  const fixed = ["--json", "--duration", values.seconds, "--connections", values.connections];
  const child = spawn(process.execPath, [AUTOCANNON, ...fixed, ...args, url], { stdio: ["ignore", "pipe", "ignore"] });
  const { requests, latency, errors, non2xx } = JSON.parse(await text(child.stdout)) as CannonReport;
  if (errors + non2xx > 0) throw new Error(`${errors} errors and ${non2xx} unexpected statuses from ${url}`);
  return { perSecond: requests.average, p50Ms: latency.p50, p99Ms: latency.p99 };
}

async function compare(name: string, path: string, args: readonly string[]): Promise<void> {
  const direct: Load[] = [];
  const routed: Load[] = [];
  for (let round = 0; round < Number(values.rounds); round += 1) {
    direct.push(await load(app.address + path, args));
    routed.push(await load(router.origin + path, args));
  }
  const ratios = routed.map(({ perSecond }, round) => perSecond / (direct[round]?.perSecond ?? Number.NaN));
  const median = (loads: readonly Load[], pick: (one: Load) => number): number => percentile(loads.map(pick), 50);
  const describe = (loads: readonly Load[]): string => {
    const perSecond = Math.round(median(loads, (one) => one.perSecond));
    return `${perSecond}/s (p50 ${median(loads, (one) => one.p50Ms)} ms, p99 ${median(loads, (one) => one.p99Ms)} ms)`;
  };
  const range = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
  console.log(`${name}: direct ${describe(direct)}, through the router ${describe(routed)}`);
  console.log(`  ratio ${percentile(ratios, 50).toFixed(2)} (${range} over ${ratios.length} rounds)`);
}

const folder = await makeFolder();
const app = await spawnSmallApp("a");
const router = await spawnRouter(folder.path);
try {
  const releases = [{ id: "a", weightPercent: 100, addresses: [app.address] }];
  await router.control.putRoutes({ revision: 1, releases });
  await until("the app is routed", async () => (await ask(`${router.origin}/whoami`)).status === 200);
  console.log(`machine: ${describeMachine()}; ${values.connections} connections`);
  await compare("GET, 1 byte", "/whoami", []);
  await compare("GET, 100 kB", "/stream?count=10&bytes=10000", []);
  await compare("POST, 500 bytes echoed", "/echo", ["--method", "POST", "--body", "x".repeat(500)]);
  await compare("GET, waits 20 ms as a page does", "/slow?ms=20", []);
} finally {
  for (const { child } of [router, app]) await kill(child);
  await folder.remove();
}
