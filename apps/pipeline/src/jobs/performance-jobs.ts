import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { measureRelease } from "@ecommerce-cart/load-test";
import type { BuiltRelease, MeasurementFailure, RegressionQuestion } from "@ecommerce-cart/load-test";
import { describeBundleDamage, verifyBundle } from "@ecommerce-cart/packaging";
import type { JobContext, JobOutcome } from "@ecommerce-cart/pipeline-model";
import type { Gate, PerformanceResults } from "@ecommerce-cart/quality-gates";
import type { Release } from "@ecommerce-cart/release";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { describePostgresFailure, findPostgres, startPostgres } from "@ecommerce-cart/services";
import { findBaseline } from "../baseline/find-baseline.ts";
import { measureReport } from "../gates/bound-report.ts";
import { judgeGatesOfRun } from "./gate-jobs.ts";
import { RELEASE_FILE } from "./package-jobs.ts";

/** Where a measurement is written, relative to the root. */
export const PERFORMANCE_FILE = "reports/performance-results.json";

const SERVER_FOLDER = ".data/load-test-postgres";

/**
 * Measures the bundled release, beside the one before it where there is one, and judges `gates`. Where nothing could be
 * measured, the note says why, and no gate passes.
 */
export async function measurePerformance(gates: readonly Gate[], context: JobContext): Promise<JobOutcome> {
  let why: string | undefined;
  try {
    await measureReport(context.rootDirectory, { path: PERFORMANCE_FILE, scope: "code" }, async () => {
      const measured = await measureBundle(context, questionOf(gates));
      if (!measured.ok) throw new NotMeasured(measured.error.detail);
      return `${JSON.stringify(measured.value, null, 2)}\n`;
    });
  } catch (error) {
    if (!(error instanceof NotMeasured)) throw error;
    why = `nothing was measured: ${error.message}`;
    context.log(why);
  }
  const judged = await judgeGatesOfRun(gates, context);
  return judged.kind === "passed" && why !== undefined ? { ...judged, note: why } : judged;
}

/** Leaves no report behind: see `measureReport`. */
class NotMeasured extends Error {}

/** What the regression gate asks; without one nothing is asked, and the comparison is as short as can be. */
function questionOf(gates: readonly Gate[]): RegressionQuestion {
  return gates.find((gate) => gate.kind === "performance-regression") ?? { toleranceRatio: Infinity, confidence: 0.5 };
}

async function measureBundle(
  context: JobContext,
  question: RegressionQuestion,
): Promise<Result<PerformanceResults, MeasurementFailure>> {
  const { rootDirectory, environment, log, signal } = context;
  const file = join(rootDirectory, RELEASE_FILE);
  if (!existsSync(file)) return cannot(`${RELEASE_FILE} is missing: ./pipeline run bundle makes it`);
  const candidate = JSON.parse(readFileSync(file, "utf8")) as Release;
  const built = await readBuilt(rootDirectory, candidate);
  if (!built.ok) return cannot(built.error);
  const baseline = await readBaseline(context, candidate);
  const redisUrl = environment["REDIS_URL"];
  return withServer(context, (databaseUrl) =>
    measureRelease({ candidate: built.value, baseline, question, servers: { databaseUrl, redisUrl }, log, signal }),
  );
}

function cannot(detail: string): Result<never, MeasurementFailure> {
  return err({ kind: "cannot-measure", detail });
}

async function readBaseline(context: JobContext, candidate: Release): Promise<Result<BuiltRelease, string>> {
  const baseline = await findBaseline(context, candidate);
  return baseline.ok ? readBuilt(context.rootDirectory, baseline.value) : baseline;
}

async function readBuilt(rootDirectory: string, release: Release): Promise<Result<BuiltRelease, string>> {
  const directory = join(rootDirectory, release.bundlePath);
  const manifest = await verifyBundle(directory);
  if (!manifest.ok) return err(`the bundle of ${release.id} cannot be used: ${describeBundleDamage(manifest.error)}`);
  const { id, digest, version } = release;
  return ok({ id, digest, version, entry: join(directory, manifest.value.entry), directory });
}

/** DATABASE_URL where it is set; else a server of its own that flushes to disk as production's does, gone afterwards. */
async function withServer<T>(
  { rootDirectory, environment }: JobContext,
  measure: (databaseUrl: string) => Promise<Result<T, MeasurementFailure>>,
): Promise<Result<T, MeasurementFailure>> {
  const given = environment["DATABASE_URL"] ?? "";
  if (given !== "") return measure(given);
  const directory = join(rootDirectory, SERVER_FOLDER);
  await removeServer(directory);
  mkdirSync(directory, { recursive: true });
  try {
    const server = await startPostgres({ directory });
    return server.ok ? await measure(server.value.url("postgres")) : cannot(describePostgresFailure(server.error));
  } finally {
    await removeServer(directory);
  }
}

/** Also one that a killed run left behind. */
async function removeServer(directory: string): Promise<void> {
  if (existsSync(directory)) await (await findPostgres(directory))?.stop();
  rmSync(directory, { recursive: true, force: true });
}
