import { setTimeout as delay } from "node:timers/promises";
import type {
  DrainOutcome,
  FencingToken,
  ReleaseTask,
  Target,
  TargetFailure,
  TargetState,
} from "@ecommerce-cart/deployer";
import type { Release, ReleaseId } from "@ecommerce-cart/release";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { isSameProcess } from "@ecommerce-cart/process-identity";
import type { ProcessIdentity } from "@ecommerce-cart/process-identity";
import { callSupervisor, SupervisorUnreachable } from "./supervisor-client.ts";
import type { SupervisorCall, SupervisorFile } from "./supervisor-client.ts";
import type { EnvironmentStatus } from "./supervisor/environment-status.ts";
import type { HealthAnswer } from "./supervisor/release-health.ts";

/** How a target reaches its supervisor. */
export interface SupervisorLink {
  /** The supervisor that runs now; undefined when the environment is stopped. Starts a new one where the old was killed. */
  readonly locate: () => Promise<SupervisorFile | undefined>;
}

const TASK_TIMEOUT_MS = 15 * 60_000;
const RETIRE_TIMEOUT_MS = 60_000;
const WEIGHTS_TIMEOUT_MS = 30_000;
const HEALTH_POLL_MS = 50;
/** For how long a call looks for a supervisor that answers; a call that it hung in is not made again. */
const REVIVAL_MS = 5_000;
const REVIVAL_POLL_MS = 50;

/**
 * The environment on this machine, behind the port that rollouts use. A call that finds its supervisor killed brings
 * a new one up, which adopts what runs, and makes the call again: every change is absolute and may be repeated.
 */
export class EmbeddedTarget implements Target {
  readonly #link: SupervisorLink;

  constructor(link: SupervisorLink) {
    this.#link = link;
  }

  /** What the environment runs, for people and for `status`. */
  status(): Promise<Result<EnvironmentStatus, TargetFailure>> {
    return this.#call({ method: "GET", path: "/status" });
  }

  current(): Promise<Result<TargetState, TargetFailure>> {
    return this.#call({ method: "GET", path: "/current" });
  }

  stage(release: Release, webCount: number, token: FencingToken): Promise<Result<void, TargetFailure>> {
    return this.#change("/stage", { release, webCount, token });
  }

  async waitUntilHealthy(releaseId: ReleaseId, deadlineMs: number): Promise<Result<void, TargetFailure>> {
    const deadline = Date.now() + deadlineMs;
    for (;;) {
      const path = `/health?releaseId=${encodeURIComponent(releaseId)}`;
      const health: Result<HealthAnswer, TargetFailure> = await this.#call({ method: "GET", path });
      if (!health.ok) return health;
      if (health.value.kind === "healthy") return ok(undefined);
      const { detail } = health.value;
      if (health.value.kind === "hopeless" || Date.now() >= deadline)
        return err({ kind: "did-not-become-healthy", releaseId, detail });
      await delay(HEALTH_POLL_MS);
    }
  }

  setWeights(
    weightPercents: ReadonlyMap<ReleaseId, number>,
    token: FencingToken,
  ): Promise<Result<void, TargetFailure>> {
    const body = { weightPercents: Object.fromEntries(weightPercents), token };
    return this.#change("/weights", body, WEIGHTS_TIMEOUT_MS);
  }

  drain(releaseId: ReleaseId, timeoutMs: number): Promise<Result<DrainOutcome, TargetFailure>> {
    return this.#call({
      method: "POST",
      path: "/drain",
      body: { releaseId, timeoutMs },
      timeoutMs: timeoutMs + WEIGHTS_TIMEOUT_MS,
    });
  }

  retire(releaseId: ReleaseId, token: FencingToken): Promise<Result<void, TargetFailure>> {
    return this.#change("/retire", { releaseId, token }, RETIRE_TIMEOUT_MS);
  }

  runTask(release: Release, task: ReleaseTask, token: FencingToken): Promise<Result<string, TargetFailure>> {
    return this.#call({ method: "POST", path: "/task", body: { release, task, token }, timeoutMs: TASK_TIMEOUT_MS });
  }

  logs(releaseId: ReleaseId, lineCount: number): Promise<Result<readonly string[], TargetFailure>> {
    const query = new URLSearchParams({ releaseId, lineCount: String(lineCount) });
    return this.#call({ method: "GET", path: `/logs?${query}` });
  }

  /** Notes which process holds the environment in the foreground; null: none does. */
  setOwner(owner: ProcessIdentity | null): Promise<Result<void, TargetFailure>> {
    return this.#change("/owner", { owner });
  }

  /** The process that holds the environment in the foreground; null when none does, or when it is gone. */
  async getOwner(): Promise<Result<ProcessIdentity | null, TargetFailure>> {
    const found: Result<ProcessIdentity | null, TargetFailure> = await this.#call({ method: "GET", path: "/owner" });
    return found.ok && found.value !== null && !isSameProcess(found.value) ? ok(null) : found;
  }

  async #change(path: string, body: unknown, timeoutMs?: number): Promise<Result<void, TargetFailure>> {
    const changed = await this.#call({ method: "POST", path, body, ...(timeoutMs === undefined ? {} : { timeoutMs }) });
    return changed.ok ? ok(undefined) : changed;
  }

  async #call<T>(call: SupervisorCall): Promise<Result<T, TargetFailure>> {
    for (const deadline = Date.now() + REVIVAL_MS; ; await delay(REVIVAL_POLL_MS)) {
      const answer = await this.#try<T>(call);
      if (answer !== "unreachable") return answer;
      // A process that was killed may be seen for a moment yet.
      if (Date.now() >= deadline)
        return err({ kind: "target-unreachable", detail: "the supervisor does not answer, see logs/supervisor.log" });
    }
  }

  async #try<T>(call: SupervisorCall): Promise<Result<T, TargetFailure> | "unreachable"> {
    const file = await this.#link.locate();
    if (file === undefined) return err({ kind: "target-unreachable", detail: "the environment is stopped" });
    try {
      return (await callSupervisor(file, call)) as Result<T, TargetFailure>;
    } catch (error) {
      if (error instanceof SupervisorUnreachable) return "unreachable";
      throw error;
    }
  }
}
