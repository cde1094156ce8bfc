/**
 * How many requests does the real shop lose while the real commands deploy and roll back, and how long does a rollback take?
 *
 *     npm run build && node --conditions=source benchmarks/delivery/switch-under-load.ts [--requests 100000] [--switches 20] [--lanes 16]
 *
 * Two releases of the shop, PostgreSQL, supervisor, router and load share this machine. A switch is a whole `deploy` or
 * `rollback` command in a process of its own. Exits 1 when a request failed or a POST was not applied exactly once.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { parseArgs } from "node:util";
import { findFreePort } from "@ecommerce-cart/services";
import { openRouterControl } from "@ecommerce-cart/target-embedded";
import { describeMachine, percentile } from "../router/machine.ts";
import { runShopper } from "./shop-load.ts";
import type { ShopLoadResult } from "./shop-load.ts";
import { makeSmallCheckout } from "./small-checkout.ts";
import type { SmallCheckout } from "./small-checkout.ts";

const { values } = parseArgs({
  options: {
    requests: { type: "string", default: "100000" },
    switches: { type: "string", default: "20" },
    lanes: { type: "string", default: "16" },
  },
});
const wantedRequests = Number(values.requests);
const wantedSwitches = Number(values.switches);

/** Runs a command as `./pipeline` does, in a process of its own. Returns when it began; throws when it fails. */
async function runCommand(checkout: SmallCheckout, port: number, ...argv: readonly string[]): Promise<number> {
  const { rootDirectory, compiledDirectory } = checkout;
  const launch = { argv, rootDirectory, compiledDirectory, engineDigest: "benchmark", startedAtMs: Date.now() };
  const program = `import(${JSON.stringify(join(compiledDirectory, "main.cjs"))}).then(({ main }) => main(${JSON.stringify(launch)}))`;
  const startedAtMs = Date.now();
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    env: { ...process.env, PORT: String(port), NODE_COMPILE_CACHE: join(rootDirectory, ".compile-cache") },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [code, output, errors] = await Promise.all([
    new Promise((resolve) => child.on("close", resolve)),
    text(child.stdout),
    text(child.stderr),
  ]);
  if (code !== 0) throw new Error(`./pipeline ${argv.join(" ")} ended with ${String(code)}:\n${output}${errors}`);
  return startedAtMs;
}

/** Milliseconds from a rollback's start to the last request that was routed to the release it left. */
async function lastRequestAfter(checkout: SmallCheckout, releaseId: string, startedAtMs: number): Promise<number> {
  const control = await openRouterControl(join(checkout.rootDirectory, ".data/environments/development/router.json"));
  const state = control.ok ? await control.value.getState() : control;
  if (!state.ok) throw new Error(JSON.stringify(state.error));
  const lastRequestAt = state.value.releases.find((one) => one.id === releaseId)?.lastRequestAt;
  return lastRequestAt === undefined || lastRequestAt === null ? Number.NaN : Date.parse(lastRequestAt) - startedAtMs;
}

async function switchBackAndForth(
  checkout: SmallCheckout,
  port: number,
  load: ShopLoadResult,
): Promise<readonly number[]> {
  const [, second] = checkout.releases;
  const rollbackMs: number[] = [];
  for (let count = 0; count < wantedSwitches; count += 2) {
    await runCommand(checkout, port, "deploy", "development", "--release", second.id);
    const startedAtMs = await runCommand(checkout, port, "rollback", "development");
    rollbackMs.push(await lastRequestAfter(checkout, second.id, startedAtMs));
    console.log(`${count + 2} switches, ${load.requestCount} requests, ${load.failures.length} failed`);
  }
  return rollbackMs;
}

function report(load: ShopLoadResult, rollbackMs: readonly number[], quietMs: readonly number[]): void {
  const p = (values: readonly number[], percent: number): string => percentile(values, percent).toFixed(1);
  console.log(`\n${describeMachine()}`);
  console.log(
    `requests ${load.requestCount} (${load.postCount} POST) during ${wantedSwitches} switches: ${load.failures.length} failed`,
  );
  for (const failure of load.failures.slice(0, 10)) console.log(`  ${failure}`);
  console.log(
    `latency ms   quiet p50 ${p(quietMs, 50)} p99 ${p(quietMs, 99)}   switching p50 ${p(load.quickMs, 50)} p99 ${p(load.quickMs, 99)}`,
  );
  console.log(`p99 ratio switching / quiet ${(percentile(load.quickMs, 99) / percentile(quietMs, 99)).toFixed(2)}`);
  console.log(
    `rollback, command start to last request on the release it left, ms: median ${p(rollbackMs, 50)} max ${p(rollbackMs, 100)} (n=${rollbackMs.length})`,
  );
  process.exitCode = load.failures.length > 0 ? 1 : 0;
}

function emptyLoad(): ShopLoadResult {
  return { requestCount: 0, postCount: 0, failures: [], quickMs: [] };
}

const checkout = await makeSmallCheckout();
const port = await findFreePort();
try {
  await runCommand(checkout, port, "deploy", "development", "--release", checkout.releases[0].id);
  const origin = `http://127.0.0.1:${port}`;
  const lanes = Array.from({ length: Number(values.lanes) });
  const quiet = emptyLoad();
  await Promise.all(lanes.map(() => runShopper(origin, quiet, () => quiet.requestCount >= wantedRequests / 10)));
  const load = emptyLoad();
  let isSwitching = true;
  const shoppers = lanes.map(() => runShopper(origin, load, () => !isSwitching && load.requestCount >= wantedRequests));
  const rollbackMs = await switchBackAndForth(checkout, port, load).finally(() => (isSwitching = false));
  await Promise.all(shoppers);
  report(load, rollbackMs, quiet.quickMs);
} finally {
  await runCommand(checkout, port, "down").catch((error: Error) => console.error(error.message));
  checkout.remove();
}
