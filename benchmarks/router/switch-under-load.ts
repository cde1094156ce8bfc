/**
 * How many requests are lost while the router switches between two releases, there and back, under a mixed load?
 *
 *     node --conditions=source benchmarks/router/switch-under-load.ts [--requests 100000] [--switches 20] [--lanes 48]
 *
 * Quiet stretches and stretches with switches alternate, so that both see the same machine; half as many requests run
 * quietly on top of the number asked for. Exits 1 when any request failed. Router, four app processes and the load
 * share this machine.
 */
import { parseArgs } from "node:util";
import {
  kill,
  makeFolder,
  spawnRouter,
  spawnSmallApp,
} from "../../packages/targets/embedded/src/router/testing/start-router.ts";
import type { AppChild, RouterChild } from "../../packages/targets/embedded/src/router/testing/start-router.ts";
import { ask } from "../../packages/targets/embedded/src/router/testing/http-client.ts";
import type { Routes } from "../../packages/targets/embedded/src/router/routes.ts";
import { describeMachine, percentile } from "./machine.ts";
import { runMixedLoad } from "./mixed-load.ts";
import type { LoadResult } from "./mixed-load.ts";

const { values } = parseArgs({
  options: {
    requests: { type: "string", default: "100000" },
    switches: { type: "string", default: "20" },
    lanes: { type: "string", default: "48" },
  },
});
const STRETCH_COUNT = 5;
const requestCount = Number(values.requests);
const switchCount = Number(values.switches);
const laneCount = Number(values.lanes);

/** One switch, as it went. */
interface SwitchRecord {
  readonly putMs: number;
  /** From the call to the last request that was routed to the old release; negative: the last one was before the call. */
  readonly lastOldRequestMs: number;
  readonly drainMs: number;
  readonly isDrained: boolean;
}

/** Switches between a and b, each time the other way; every second time the old release stays routed with weight 0. */
class Switcher {
  readonly #router: RouterChild;
  readonly #addresses: Readonly<Record<"a" | "b", readonly string[]>>;
  readonly records: SwitchRecord[] = [];
  #revision = 1;
  #active: "a" | "b" = "a";
  #last: Promise<void> = Promise.resolve();

  constructor(router: RouterChild, apps: Readonly<Record<"a" | "b", readonly AppChild[]>>) {
    this.#router = router;
    const addressesOf = (children: readonly AppChild[]): string[] => children.map((app) => app.address);
    this.#addresses = { a: addressesOf(apps.a), b: addressesOf(apps.b) };
  }

  async begin(): Promise<void> {
    await this.#put({ revision: 1, releases: [this.#release("a", 100)] });
  }

  /** Begins a switch once the one before it is over. */
  switch(): Promise<void> {
    this.#last = this.#last.then(() => this.#switch());
    return this.#last;
  }

  async #switch(): Promise<void> {
    const old = this.#active;
    const next = old === "a" ? "b" : "a";
    this.#revision += 1;
    const warm = this.#revision % 2 === 0 ? [this.#release(old, 0)] : [];
    const calledAt = Date.now();
    const startMs = performance.now();
    await this.#put({ revision: this.#revision, releases: [this.#release(next, 100), ...warm] });
    const putMs = performance.now() - startMs;
    this.#active = next;
    const outcome = await this.#router.control.drain(old, 20_000);
    const drainMs = performance.now() - startMs - putMs;
    const isDrained = outcome.ok && outcome.value.kind === "drained";
    this.records.push({ putMs, lastOldRequestMs: (await this.#lastRequestAt(old)) - calledAt, drainMs, isDrained });
  }

  async #lastRequestAt(releaseId: string): Promise<number> {
    const state = await this.#router.control.getState();
    if (!state.ok) throw new Error(JSON.stringify(state.error));
    return Date.parse(state.value.releases.find(({ id }) => id === releaseId)?.lastRequestAt ?? "");
  }

  #release(id: "a" | "b", weightPercent: number): Routes["releases"][number] {
    return { id, weightPercent, addresses: this.#addresses[id] };
  }

  async #put(routes: Routes): Promise<void> {
    const result = await this.#router.control.putRoutes(routes);
    if (!result.ok) throw new Error(JSON.stringify(result.error));
  }
}

interface Measured {
  readonly quiet: readonly LoadResult[];
  readonly switched: readonly LoadResult[];
  readonly elapsedMs: number;
}

async function measure(origin: string, switcher: Switcher): Promise<Measured> {
  const perStretch = Math.ceil(requestCount / STRETCH_COUNT);
  const switchesPerStretch = Math.ceil(switchCount / STRETCH_COUNT);
  const quiet: LoadResult[] = [];
  const switched: LoadResult[] = [];
  const startMs = performance.now();
  await runMixedLoad({ origin, requestCount: 2_000, laneCount, name: "warm-up" });
  for (let stretch = 0; stretch < STRETCH_COUNT; stretch += 1) {
    const quietCount = Math.ceil(perStretch / 2);
    quiet.push(await runMixedLoad({ origin, requestCount: quietCount, laneCount, name: `quiet-${stretch}` }));
    const gap = Math.floor(perStretch / (switchesPerStretch + 1));
    const switching: Promise<void>[] = [];
    const onProgress = (done: number): void => {
      if (done % gap === 0 && switching.length < switchesPerStretch) switching.push(switcher.switch());
    };
    const name = `switched-${stretch}`;
    switched.push(await runMixedLoad({ origin, requestCount: perStretch, laneCount, name, onProgress }));
    await Promise.all(switching);
  }
  return { quiet, switched, elapsedMs: performance.now() - startMs };
}

/** How many of the orders were not carried out exactly once, over all processes. */
async function countWrongOrders(apps: readonly AppChild[], orderIds: readonly string[]): Promise<number> {
  const counts = new Map<string, number>();
  for (const app of apps) {
    const records = JSON.parse((await ask(`${app.address}/records`)).body) as [string, number][];
    for (const [id, count] of records) counts.set(id, (counts.get(id) ?? 0) + count);
  }
  return orderIds.filter((id) => counts.get(id) !== 1).length;
}

function report(
  { quiet, switched, elapsedMs }: Measured,
  records: readonly SwitchRecord[],
  wrongOrders: number,
): number {
  const all = [...quiet, ...switched];
  const failures = all.flatMap((result) => result.failures);
  const countOf = (kind: string): number => failures.filter((failure) => failure.kind === kind).length;
  const undrained = records.filter((record) => !record.isDrained).length;
  const orderCount = all.flatMap((result) => result.orderIds).length;
  console.log(`machine: ${describeMachine()}; router, 4 app processes and the load share it`);
  console.log(
    `requests: ${sum(switched)} during ${records.length} switches, ${sum(quiet)} without; ${laneCount} at once; ` +
      `${Math.round(elapsedMs / 1_000)} s`,
  );
  for (const [load, count] of mergeCounts(switched)) console.log(`  ${load}: ${count}`);
  console.log(`failed: ${failures.length + wrongOrders}`);
  for (const kind of ["reset", "timeout", "unexpected status", "unexpected body"])
    console.log(`  ${kind}: ${countOf(kind)}`);
  console.log(`  POST not applied exactly once: ${wrongOrders} of ${orderCount}`);
  for (const { load, detail } of failures.slice(0, 10)) console.log(`  for instance: ${load}: ${detail}`);
  printLatency(quiet, switched);
  const worst = (pick: (record: SwitchRecord) => number): string => Math.max(...records.map(pick)).toFixed(1);
  console.log(`switch: routes put in at most ${worst((record) => record.putMs)} ms;`);
  console.log(
    `  last request to the old release at most ${worst((record) => record.lastOldRequestMs)} ms after the call;`,
  );
  console.log(`  drained in at most ${worst((record) => record.drainMs)} ms; not drained: ${undrained}`);
  return failures.length + wrongOrders + undrained;
}

function printLatency(quiet: readonly LoadResult[], switched: readonly LoadResult[]): void {
  for (const percent of [50, 99]) {
    const without = percentile(
      quiet.flatMap((result) => result.quickMs),
      percent,
    );
    const during = percentile(
      switched.flatMap((result) => result.quickMs),
      percent,
    );
    const ratio = (during / without).toFixed(2);
    console.log(`p${percent}: ${during.toFixed(1)} ms with switches, ${without.toFixed(1)} ms without, ratio ${ratio}`);
  }
}

function sum(results: readonly LoadResult[]): number {
  return results.reduce((total, result) => total + result.requestCount, 0);
}

function mergeCounts(results: readonly LoadResult[]): ReadonlyMap<string, number> {
  const merged = new Map<string, number>();
  for (const { countsByKind } of results)
    for (const [load, count] of countsByKind) merged.set(load, (merged.get(load) ?? 0) + count);
  return merged;
}

const folder = await makeFolder();
const apps = {
  a: [await spawnSmallApp("a"), await spawnSmallApp("a")],
  b: [await spawnSmallApp("b"), await spawnSmallApp("b")],
};
const router = await spawnRouter(folder.path);
try {
  const switcher = new Switcher(router, apps);
  await switcher.begin();
  const measured = await measure(router.origin, switcher);
  const orderIds = [...measured.quiet, ...measured.switched].flatMap((result) => result.orderIds);
  const wrongOrders = await countWrongOrders([...apps.a, ...apps.b], orderIds);
  process.exitCode = report(measured, switcher.records, wrongOrders) > 0 ? 1 : 0;
} finally {
  for (const { child } of [router, ...apps.a, ...apps.b]) await kill(child, "SIGKILL");
  await folder.remove();
}
