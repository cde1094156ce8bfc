import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { DrainOutcome, FencingToken, ReleaseGroup, ReleaseTask } from "@ecommerce-cart/deployer";
import type { TargetFailure, TargetState } from "@ecommerce-cart/deployer";
import type { Release, ReleaseId } from "@ecommerce-cart/release";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import type { ProcessIdentity } from "@ecommerce-cart/process-identity";
import { STOP_TIMEOUT_MS } from "../environment-config.ts";
import { acceptToken, retireRelease, stageRelease, weighReleases } from "./changes.ts";
import { lastLines } from "./log-files.ts";
import { addressOf } from "./reconcile.ts";
import { findBundle } from "./release-bundle.ts";
import { releaseHealth } from "./release-health.ts";
import type { HealthAnswer } from "./release-health.ts";
import { releaseLogsDirectory, runReleaseTask, taskName } from "./release-processes.ts";
import type { Supervisor } from "./supervisor.ts";
import type { DesiredRelease, SupervisorState } from "./supervisor-state.ts";

type Answer<T> = Result<T, TargetFailure>;

const ROUTES_TIMEOUT_MS = 15_000;
const DATABASE_TIMEOUT_MS = 30_000;
const RETRY_MS = 100;

/** What runs now, and how much is under way. */
export async function current(supervisor: Supervisor): Promise<Answer<TargetState>> {
  const counted = await supervisor.router.router?.control.getState();
  const inFlight = new Map(
    counted?.ok === true ? counted.value.releases.map(({ id, inFlightCount }) => [id, inFlightCount]) : [],
  );
  const { state } = supervisor.keeper;
  return ok({
    groups: state.releases.map((desired) => ({
      ...groupOf(desired, state, supervisor.healthyPids),
      inFlightCount: inFlight.get(desired.release.id) ?? 0,
    })),
  });
}

/** Asks for so many web processes of a release. */
export function stage(
  supervisor: Supervisor,
  asked: { readonly release: Release; readonly webCount: number; readonly token: FencingToken },
): Answer<void> {
  const { release, webCount, token } = asked;
  const bundle = findBundle(supervisor.config.rootDirectory, release);
  if (!bundle.ok) return err({ kind: "did-not-become-healthy", releaseId: release.id, detail: bundle.error });
  return change(supervisor, token, (state) => {
    supervisor.actions.forgetCrashes(release.id);
    return ok(stageRelease(state, release, webCount));
  });
}

/** How the release stands. */
export function health(supervisor: Supervisor, releaseId: ReleaseId): Answer<HealthAnswer> {
  const { keeper, healthyPids, actions } = supervisor;
  const answer = releaseHealth(keeper.state, { healthyPids, crashes: actions.crashes }, releaseId);
  if (answer === undefined) return err({ kind: "unknown-release", releaseId });
  if (answer.kind === "healthy") return ok(answer);
  const lines = lastLinesOf(supervisor, releaseId, 8).filter((line) => line.startsWith("web-"));
  return ok({ ...answer, detail: [answer.detail, ...lines].join("\n") });
}

/** Gives shares; resolves when the router has taken them. */
export async function setWeights(
  supervisor: Supervisor,
  asked: { readonly weightPercents: Readonly<Record<string, number>>; readonly token: FencingToken },
): Promise<Answer<void>> {
  const weights = new Map(Object.entries(asked.weightPercents) as [ReleaseId, number][]);
  const changed = change(supervisor, asked.token, (state) => weighReleases(state, weights));
  return changed.ok ? untilRouted(supervisor) : changed;
}

/** Waits until nothing is under way on the release. A router that dies meanwhile has nothing under way any more. */
export async function drain(
  supervisor: Supervisor,
  asked: { readonly releaseId: ReleaseId; readonly timeoutMs: number },
): Promise<Answer<DrainOutcome>> {
  const deadline = Date.now() + asked.timeoutMs;
  for (;;) {
    const remainingMs = Math.max(0, deadline - Date.now());
    await supervisor.until(() => supervisor.router.router !== undefined, remainingMs);
    const drained = await supervisor.router.router?.control.drain(asked.releaseId, remainingMs);
    if (drained?.ok === true) return drained;
    if (Date.now() >= deadline) return err({ kind: "target-unreachable", detail: JSON.stringify(drained?.error) });
    await supervisor.until(() => false, RETRY_MS);
  }
}

/** Stops the release; resolves when its processes are gone, and the logs of long retired ones with them. */
export async function retire(
  supervisor: Supervisor,
  asked: { readonly releaseId: ReleaseId; readonly token: FencingToken },
): Promise<Answer<void>> {
  const { releaseId, token } = asked;
  const changed = change(supervisor, token, (state) => ok(retireRelease(state, releaseId)));
  if (!changed.ok) return changed;
  const timeoutMs = 2 * (supervisor.config.stopTimeoutMs ?? STOP_TIMEOUT_MS) + ROUTES_TIMEOUT_MS;
  const isGone = () => !supervisor.keeper.state.instances.some((instance) => instance.releaseId === releaseId);
  if (!(await supervisor.until(isGone, timeoutMs)))
    return err({ kind: "target-unreachable", detail: `processes of ${releaseId} did not end` });
  supervisor.pruneLogs();
  return ok(undefined);
}

/** Runs a task of the release to its end. */
export async function runTask(
  supervisor: Supervisor,
  asked: { readonly release: Release; readonly task: ReleaseTask; readonly token: FencingToken },
): Promise<Answer<string>> {
  const { release, task, token } = asked;
  const accepted = change(supervisor, token, (state) => ok(state));
  if (!accepted.ok) return accepted;
  await supervisor.until(() => supervisor.database.isServing, DATABASE_TIMEOUT_MS);
  const databaseUrl = supervisor.database.url;
  if (databaseUrl === undefined || !supervisor.database.isServing)
    return err({ kind: "task-failed", task, exitCode: 1, output: "the database does not run" });
  const name = taskName(release, task);
  supervisor.runningTasks.add(name);
  try {
    return await runReleaseTask(release, task, { config: supervisor.config, layout: supervisor.layout, databaseUrl });
  } finally {
    supervisor.runningTasks.delete(name);
  }
}

/** The last lines of every process of the release. */
export function logs(supervisor: Supervisor, releaseId: ReleaseId, lineCount: number): Answer<readonly string[]> {
  return ok(lastLinesOf(supervisor, releaseId, lineCount));
}

/** Notes who holds the environment in the foreground. */
export function setOwner(supervisor: Supervisor, owner: ProcessIdentity | null): Answer<void> {
  supervisor.keeper.update((state) => ({ ...state, owner }));
  return ok(undefined);
}

function change(
  supervisor: Supervisor,
  token: FencingToken,
  apply: (state: SupervisorState) => Answer<SupervisorState>,
): Answer<void> {
  const accepted = acceptToken(supervisor.keeper.state, token);
  if (!accepted.ok) return accepted;
  const applied = apply(accepted.value);
  // Even where the change itself is refused: who asked holds the lock now.
  supervisor.keeper.update(() => (applied.ok ? applied.value : accepted.value));
  supervisor.wake();
  return applied.ok ? ok(undefined) : applied;
}

async function untilRouted(supervisor: Supervisor): Promise<Answer<void>> {
  if (await supervisor.until(() => supervisor.areRoutesSettled(), ROUTES_TIMEOUT_MS)) return ok(undefined);
  const detail = supervisor.router.problem?.detail ?? "the router did not take the routes in time";
  return err({ kind: "target-unreachable", detail });
}

function groupOf(
  desired: DesiredRelease,
  state: SupervisorState,
  healthyPids: ReadonlySet<number>,
): Omit<ReleaseGroup, "inFlightCount"> {
  const { release, webCount, weightPercent } = desired;
  // One above the count is about to be told to end.
  const web = state.instances.filter(
    ({ releaseId, role, slot, stoppingSinceMs }) =>
      releaseId === release.id && role === "web" && slot <= webCount && stoppingSinceMs === undefined,
  );
  return {
    release,
    webCount,
    weightPercent,
    healthyCount: web.filter(({ pid }) => healthyPids.has(pid)).length,
    addresses: web.flatMap(({ port }) => (port === undefined ? [] : [addressOf(port)])),
  };
}

function lastLinesOf(supervisor: Supervisor, releaseId: ReleaseId, lineCount: number): readonly string[] {
  const directory = releaseLogsDirectory(supervisor.layout, releaseId);
  return logFilesIn(directory).flatMap((file) =>
    lastLines(join(directory, file), lineCount).map((line) => `${basename(file, ".log")} | ${line}`),
  );
}

function logFilesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
      .filter((name) => name.endsWith(".log"))
      .sort();
  } catch {
    return [];
  }
}
