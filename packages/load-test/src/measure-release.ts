import { arch, cpus, platform, totalmem } from "node:os";
import type { LoadFigures, MachineFigures, PerformanceResults } from "@ecommerce-cart/quality-gates";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { CannotMeasure } from "./cannot-measure.ts";
import { compareInRounds } from "./compare-in-rounds.ts";
import { isSustained, maximumOf, nextRate } from "./find-maximum-rate.ts";
import type { MaximumRate, RateStep } from "./find-maximum-rate.ts";
import type { RegressionQuestion } from "./is-settled.ts";
import { DEFAULT_MEASUREMENT_PLAN, LEAST_RATE } from "./measurement-plan.ts";
import type { MeasurementPlan } from "./measurement-plan.ts";
import { parseQueryHistogram, queryFiguresBetween } from "./query-histogram.ts";
import type { QueryHistogram } from "./query-histogram.ts";
import type { BuiltRelease } from "./shop-process.ts";
import { offerLoad, startShop } from "./shop-under-test.ts";
import type { MeasuringServers, ShopUnderTest } from "./shop-under-test.ts";
import { percentile, summarizeSamples } from "./summarize-samples.ts";
import { watchUsage } from "./watch-usage.ts";

/** What to measure, on what, and beside what. */
export interface MeasurementRequest {
  readonly candidate: BuiltRelease;
  /** The release before it; or why there is none, as a sentence without its full stop. */
  readonly baseline: Result<BuiltRelease, string>;
  /** What the comparison is to tell. */
  readonly question: RegressionQuestion;
  readonly servers: MeasuringServers;
  readonly plan?: MeasurementPlan;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Why nothing was measured: for people. */
export interface MeasurementFailure {
  readonly kind: "cannot-measure";
  readonly detail: string;
}

interface Run extends MeasurementRequest {
  readonly plan: MeasurementPlan;
}

const SEED = 1;

/**
 * Measures a release as it would run in production: finds the highest rate that it sustains, loads it with a declared
 * part of that, and compares it with the release before it. Everything it started is ended when it resolves.
 */
export async function measureRelease(
  request: MeasurementRequest,
): Promise<Result<PerformanceResults, MeasurementFailure>> {
  const run: Run = { ...request, plan: request.plan ?? DEFAULT_MEASUREMENT_PLAN };
  const startedAt = new Date().toISOString();
  const startMs = performance.now();
  try {
    const measured = await measureAlone(run);
    const regression = await compareInRounds({ ...run, ...run.plan.comparison }, measured.load.maximumRate);
    const { id, digest } = run.candidate;
    const durationMs = Math.round(performance.now() - startMs);
    return ok({ schemaVersion: 1, ...measured, release: { id, digest }, regression, startedAt, durationMs });
  } catch (error) {
    if (error instanceof CannotMeasure) return err({ kind: "cannot-measure", detail: error.message });
    throw error;
  }
}

type AloneResults = Omit<PerformanceResults, "schemaVersion" | "release" | "regression" | "startedAt" | "durationMs">;

async function measureAlone(run: Run): Promise<AloneResults> {
  const shop = await startShop(run.candidate, run.servers);
  try {
    run.log(`${run.candidate.id} serves; warming it up`);
    await offerLoad(shop, { rate: 60, durationMs: run.plan.warmUpMs, seed: SEED, signal: run.signal });
    const maximum = await findMaximum(shop, run);
    run.log(`keeps up with ${Math.round(maximum.rate)}/s${maximum.isReached ? "" : " and maybe more"}`);
    return await measureUndisturbed(shop, run, maximum);
  } finally {
    await shop.stop();
  }
}

async function findMaximum(shop: ShopUnderTest, { plan, signal, log }: Run): Promise<MaximumRate> {
  const steps: RateStep[] = [];
  const deadline = performance.now() + plan.searchMs;
  for (let rate = nextRate(steps); rate !== undefined && performance.now() < deadline; rate = nextRate(steps)) {
    const order = { rate, durationMs: plan.stepMs, seed: SEED + 2 + 2 * steps.length, signal };
    const samples = await offerLoad(shop, order);
    shop.checkAlive();
    const latencies = samples.map(({ latencyMs }) => latencyMs).sort((a, b) => a - b);
    steps.push({ rate, isSustained: isSustained(samples) });
    const verdict = steps.at(-1)?.isSustained === true ? "kept up" : "fell behind";
    log(`${Math.round(rate)}/s: ${verdict}, p95 ${percentile(latencies, 0.95).toFixed(1)} ms`);
  }
  return maximumOf(steps);
}

/**
 * A window in which answers fell behind, at half of what was kept up with just before, is measured once more: then the
 * second counts, be it better or worse.
 */
async function measureUndisturbed(shop: ShopUnderTest, run: Run, maximum: MaximumRate): Promise<AloneResults> {
  const first = await measureWindow(shop, run, maximum);
  if (first.isSustained || maximum.rate === 0) return first.results;
  run.log("answers fell behind at a rate that was kept up with before: measuring once more");
  const { results } = await measureWindow(shop, run, maximum);
  return { ...results, load: { ...results.load, discardedWindowCount: 1 } };
}

interface MeasuredWindow {
  readonly results: AloneResults;
  readonly isSustained: boolean;
}

async function measureWindow(shop: ShopUnderTest, run: Run, maximum: MaximumRate): Promise<MeasuredWindow> {
  const { plan, signal, log } = run;
  const declaredRate = Math.max(LEAST_RATE, maximum.rate * plan.loadShare);
  log(`measuring at ${Math.round(declaredRate)}/s`);
  const before = await readHistogram(shop);
  const endWatch = watchUsage(shop.processes);
  const order = { rate: declaredRate, durationMs: plan.windowMs, seed: SEED + 1001, signal };
  const samples = await offerLoad(shop, order);
  const usage = endWatch();
  shop.checkAlive();
  const query = queryFiguresBetween(before, await readHistogram(shop));
  const sentCount = samples.filter(({ failure }) => failure !== "notSent").length;
  const load: LoadFigures = {
    maximumRate: maximum.rate,
    isMaximumReached: maximum.isReached,
    declaredRate,
    sentRate: sentCount / (plan.windowMs / 1000),
    windowMs: plan.windowMs,
    discardedWindowCount: 0,
  };
  const { processes, machineCpuPercent } = usage;
  const machine = describeMachine(machineCpuPercent);
  const results = { ...summarizeSamples(samples), load, query, processes, machine };
  return { results, isSustained: isSustained(samples) };
}

async function readHistogram(shop: ShopUnderTest): Promise<QueryHistogram> {
  return parseQueryHistogram(await shop.client.read("/metrics"));
}

function describeMachine(cpuPercent: number): MachineFigures {
  const models = cpus();
  return {
    cores: models.length,
    cpuModel: models[0]?.model.trim() || "unknown",
    memoryBytes: totalmem(),
    platform: `${platform()}-${arch()}`,
    nodeVersion: process.version,
    cpuPercent,
  };
}
