import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import type { Release, ReleaseId } from "@ecommerce-cart/release";
import type {
  DrainOutcome,
  FencingToken,
  ReleaseGroup,
  ReleaseTask,
  Target,
  TargetFailure,
  TargetState,
} from "../target.ts";

/** How a release behaves on an `InMemoryTarget`. */
export interface ReleaseBehaviour {
  /**
   * "healthy" at once (the default); "when-awaited": as soon as somebody waits for it, as one that takes its time to
   * start, and without a clock; "never" answers its health check; "exits" right after its start.
   */
  readonly health: "healthy" | "when-awaited" | "never" | "exits";
  /** How its tasks end. Default 0, with "ok". */
  readonly taskExitCode: number;
  readonly taskOutput: string;
  /** False: its bundle is gone, and staging it fails. Default true. */
  readonly hasBundle: boolean;
}

const GOOD: ReleaseBehaviour = {
  health: "healthy",
  taskExitCode: 0,
  taskOutput: "ok",
  hasBundle: true,
};

interface FakeProcess {
  isHealthy: boolean;
  /** It becomes healthy as soon as it is awaited. */
  isStarting: boolean;
  readonly port: number;
}

interface FakeGroup {
  readonly release: Release;
  readonly processes: FakeProcess[];
  weightPercent: number;
  inFlightCount: number;
}

/** A request under way on an `InMemoryTarget`. */
export interface FakeRequest {
  readonly releaseId: ReleaseId;
  end(): void;
}

/**
 * A target without processes, for tests of what drives one: the same answers as a real one (it passes
 * `describeTargetContract`), with health, faults and requests under the test's control. It outlives the
 * deployer that uses it, as a supervisor does, so a killed deployment can be gone on with.
 */
export class InMemoryTarget implements Target {
  readonly #groups: FakeGroup[] = [];
  readonly #behaviours = new Map<ReleaseId, ReleaseBehaviour>();
  readonly #watchers = new Set<() => void>();
  readonly #faults: { readonly call: keyof Target; readonly failure: TargetFailure }[] = [];
  readonly #violations: string[] = [];
  #highestToken: FencingToken = 0;
  #nextPort = 41_000;
  #mustServe = false;

  /** Another target that runs the same at this moment; what happens to one does not happen to the other. */
  copy(): InMemoryTarget {
    const copied = new InMemoryTarget();
    for (const group of this.#groups)
      copied.#groups.push({ ...group, processes: group.processes.map((fake) => ({ ...fake })) });
    for (const [releaseId, behaviour] of this.#behaviours) copied.behave(releaseId, behaviour);
    copied.#highestToken = this.#highestToken;
    copied.#mustServe = this.#mustServe;
    return copied;
  }

  /** Sets how a release behaves from its next start on. */
  behave(releaseId: ReleaseId, behaviour: Partial<ReleaseBehaviour>): void {
    this.#behaviours.set(releaseId, { ...this.#behaviourOf(releaseId), ...behaviour });
  }

  /** The next call of this name fails so, and changes nothing. */
  failNext(call: keyof Target, failure: TargetFailure): void {
    this.#faults.push({ call, failure });
  }

  /** Kills processes of a release: they stay asked for and are no longer healthy. */
  crash(releaseId: ReleaseId, processCount: number): void {
    for (const fake of this.#find(releaseId)?.processes.slice(0, processCount) ?? [])
      Object.assign(fake, { isHealthy: false, isStarting: false });
    this.#changed();
  }

  /** Crashed processes are healthy again, as after a supervisor's restart. */
  recover(releaseId: ReleaseId): void {
    for (const fake of this.#find(releaseId)?.processes ?? []) fake.isHealthy = true;
    this.#changed();
  }

  /** Begins a request where the weights send it (the largest share); throws when nothing serves. */
  beginRequest(): FakeRequest {
    const group = this.#groups.toSorted((a, b) => b.weightPercent - a.weightPercent)[0];
    if (group === undefined || group.weightPercent === 0) throw new Error("nothing serves: 503");
    group.inFlightCount += 1;
    return { releaseId: group.release.id, end: () => this.#endRequest(group) };
  }

  /** From here on it is a violation when nothing healthy serves. */
  mustServeFromNow(): void {
    this.#mustServe = true;
    this.#watchTraffic();
  }

  /** Every moment at which traffic went to nothing, or to a release without a healthy process. */
  get violations(): readonly string[] {
    return this.#violations;
  }

  async current(): Promise<Result<TargetState, TargetFailure>> {
    return this.#takeFault("current") ?? ok({ groups: this.#groups.map(describeGroup) });
  }

  async stage(release: Release, webCount: number, token: FencingToken): Promise<Result<void, TargetFailure>> {
    const refused = this.#takeFault("stage") ?? this.#checkToken(token);
    if (refused !== undefined) return refused;
    if (!this.#behaviourOf(release.id).hasBundle) return err({ kind: "unknown-release", releaseId: release.id });
    const group = this.#find(release.id) ?? this.#add(release);
    while (group.processes.length < webCount) this.#start(group);
    group.processes.splice(webCount);
    this.#changed();
    return ok(undefined);
  }

  async waitUntilHealthy(releaseId: ReleaseId, deadlineMs: number): Promise<Result<void, TargetFailure>> {
    const refused = this.#takeFault("waitUntilHealthy");
    if (refused !== undefined) return refused;
    const group = this.#find(releaseId);
    if (group === undefined) return err({ kind: "unknown-release", releaseId });
    const failure = (detail: string): Result<void, TargetFailure> =>
      err({ kind: "did-not-become-healthy", releaseId, detail });
    for (const fake of group.processes.filter(({ isStarting }) => isStarting))
      Object.assign(fake, { isHealthy: true, isStarting: false });
    this.#changed();
    if (this.#behaviourOf(releaseId).health === "exits") return failure("its process exited with code 1");
    const isHealthy = await this.#until(() => group.processes.every((fake) => fake.isHealthy), deadlineMs);
    return isHealthy ? ok(undefined) : failure(`not healthy after ${deadlineMs} ms`);
  }

  async setWeights(
    weightPercents: ReadonlyMap<ReleaseId, number>,
    token: FencingToken,
  ): Promise<Result<void, TargetFailure>> {
    const refused = this.#takeFault("setWeights") ?? this.#checkToken(token);
    if (refused !== undefined) return refused;
    const unknown = [...weightPercents].find(([id, percent]) => percent > 0 && this.#find(id) === undefined);
    if (unknown !== undefined) return err({ kind: "unknown-release", releaseId: unknown[0] });
    for (const group of this.#groups) group.weightPercent = weightPercents.get(group.release.id) ?? 0;
    this.#changed();
    return ok(undefined);
  }

  async drain(releaseId: ReleaseId, timeoutMs: number): Promise<Result<DrainOutcome, TargetFailure>> {
    const refused = this.#takeFault("drain");
    if (refused !== undefined) return refused;
    const group = this.#find(releaseId);
    if (group === undefined) return err({ kind: "unknown-release", releaseId });
    const isDrained = await this.#until(() => group.inFlightCount === 0, timeoutMs);
    return ok(isDrained ? { kind: "drained" } : { kind: "timed-out", remaining: group.inFlightCount });
  }

  async retire(releaseId: ReleaseId, token: FencingToken): Promise<Result<void, TargetFailure>> {
    const refused = this.#takeFault("retire") ?? this.#checkToken(token);
    if (refused !== undefined) return refused;
    const index = this.#groups.findIndex((group) => group.release.id === releaseId);
    if (index >= 0) this.#groups.splice(index, 1);
    this.#changed();
    return ok(undefined);
  }

  async runTask(release: Release, task: ReleaseTask, token: FencingToken): Promise<Result<string, TargetFailure>> {
    const refused = this.#takeFault("runTask") ?? this.#checkToken(token);
    if (refused !== undefined) return refused;
    const { taskExitCode: exitCode, taskOutput: output, hasBundle } = this.#behaviourOf(release.id);
    if (!hasBundle) return err({ kind: "unknown-release", releaseId: release.id });
    return exitCode === 0 ? ok(output) : err({ kind: "task-failed", task, exitCode, output });
  }

  async logs(releaseId: ReleaseId, lineCount: number): Promise<Result<readonly string[], TargetFailure>> {
    const group = this.#find(releaseId);
    if (group === undefined) return err({ kind: "unknown-release", releaseId });
    return ok(group.processes.map((fake) => `listening on ${fake.port}`).slice(-lineCount));
  }

  #checkToken(token: FencingToken): Result<never, TargetFailure> | undefined {
    if (token < this.#highestToken) return err({ kind: "stale-fencing-token", seen: this.#highestToken });
    this.#highestToken = token;
    return undefined;
  }

  #takeFault(call: keyof Target): Result<never, TargetFailure> | undefined {
    const index = this.#faults.findIndex((fault) => fault.call === call);
    const [fault] = index < 0 ? [] : this.#faults.splice(index, 1);
    return fault && err(fault.failure);
  }

  #start(group: FakeGroup): void {
    const { health } = this.#behaviourOf(group.release.id);
    group.processes.push({
      isHealthy: health === "healthy",
      isStarting: health === "when-awaited",
      port: this.#nextPort++,
    });
  }

  #add(release: Release): FakeGroup {
    const group: FakeGroup = { release, processes: [], weightPercent: 0, inFlightCount: 0 };
    this.#groups.push(group);
    return group;
  }

  #endRequest(group: FakeGroup): void {
    group.inFlightCount -= 1;
    this.#changed();
  }

  #find(releaseId: ReleaseId): FakeGroup | undefined {
    return this.#groups.find((group) => group.release.id === releaseId);
  }

  #behaviourOf(releaseId: ReleaseId): ReleaseBehaviour {
    return this.#behaviours.get(releaseId) ?? GOOD;
  }

  /** Whether `condition` came true before `timeoutMs` were over; looked at after every change. */
  #until(condition: () => boolean, timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (outcome: boolean): void => {
        clearTimeout(timer);
        this.#watchers.delete(look);
        resolve(outcome);
      };
      const look = (): void => {
        if (condition()) settle(true);
      };
      const timer = setTimeout(() => settle(condition()), timeoutMs);
      this.#watchers.add(look);
      look();
    });
  }

  #changed(): void {
    for (const watcher of [...this.#watchers]) watcher();
    this.#watchTraffic();
  }

  #watchTraffic(): void {
    if (!this.#mustServe) return;
    const shares = this.#groups.map((group) => `${group.release.id} ${group.weightPercent} %`).join(", ");
    const serving = this.#groups.filter((group) => group.weightPercent > 0);
    const total = serving.reduce((sum, group) => sum + group.weightPercent, 0);
    if (total !== 100) this.#violations.push(`weights sum to ${total}: ${shares}`);
    if (serving.some((group) => group.processes.every((fake) => !fake.isHealthy)))
      this.#violations.push(`traffic to a release without a healthy process: ${shares}`);
  }
}

function describeGroup(group: FakeGroup): ReleaseGroup {
  return {
    release: group.release,
    webCount: group.processes.length,
    healthyCount: group.processes.filter((fake) => fake.isHealthy).length,
    weightPercent: group.weightPercent,
    inFlightCount: group.inFlightCount,
    addresses: group.processes.map((fake) => `http://127.0.0.1:${fake.port}`),
  };
}
