import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Release, ReleaseId } from "@ecommerce-cart/release";
import type { Target } from "../target.ts";

/** What a release made for the contract does. */
export type ContractBehaviour = "healthy" | "never-healthy" | "exits-at-start" | "migration-fails";

/** A request held open through whatever routes traffic to the target. */
export interface HeldRequest {
  /** The release that answers it. */
  readonly releaseId: ReleaseId;
  /** Lets it end; "cut" when it did not end well. */
  end(): Promise<"completed" | "cut">;
}

/** One fresh, empty target and what the contract needs to drive it. */
export interface ContractSubject {
  readonly target: Target;
  /** Another release each time. "migration-fails": its migrate task prints "no such table" and exits with code 3. */
  makeRelease(behaviour: ContractBehaviour): Promise<Release>;
  /** Sends one request, held open by the release; resolves once it is under way there. */
  beginRequest(): Promise<HeldRequest>;
  /** Sends one short request; resolves to the release that answered it. */
  askOnce(): Promise<ReleaseId>;
  dispose(): Promise<void>;
}

/** Long enough for a real release to start on a busy machine, in milliseconds. */
const HEALTH_DEADLINE_MS = 30_000;
const SHORT_MS = 300;

/**
 * What every adapter of the Target port keeps. Call it at the top of a test file:
 * `describeTargetContract("embedded", startEmbeddedSubject)`. Each test gets a subject of its own.
 */
export function describeTargetContract(name: string, createSubject: () => Promise<ContractSubject>): void {
  describe(`${name}: target contract`, () => {
    let subject: ContractSubject;
    let target: Target;
    beforeEach(async () => {
      subject = await createSubject();
      target = subject.target;
    });
    afterEach(() => subject.dispose());

    /** Stages a healthy release and waits for it. */
    async function startHealthy(webCount = 1): Promise<Release> {
      const release = await subject.makeRelease("healthy");
      expect(await target.stage(release, webCount, 1)).toEqual({ ok: true, value: undefined });
      expect(await target.waitUntilHealthy(release.id, HEALTH_DEADLINE_MS)).toMatchObject({ ok: true });
      return release;
    }

    async function serve(release: Release): Promise<void> {
      expect(await target.setWeights(new Map([[release.id, 100]]), 1)).toMatchObject({ ok: true });
    }

    async function groups() {
      const state = await target.current();
      if (!state.ok) throw new Error(`current failed: ${JSON.stringify(state.error)}`);
      return state.value.groups;
    }

    test("an empty target runs nothing", async () => {
      expect(await groups()).toEqual([]);
    });

    test("a staged release becomes healthy, has an address per process and gets no traffic", async () => {
      const release = await startHealthy(2);
      const [group] = await groups();
      expect(group).toMatchObject({ webCount: 2, healthyCount: 2, weightPercent: 0, inFlightCount: 0 });
      expect(group?.release).toEqual(release);
      expect(new Set(group?.addresses).size).toBe(2);
      expect(group?.addresses.every((address) => /^http:\/\/127\.0\.0\.1:\d+$/.test(address))).toBe(true);
    });

    test("staging the same count again starts nothing more", async () => {
      const release = await startHealthy(1);
      const before = await groups();
      expect(await target.stage(release, 1, 1)).toMatchObject({ ok: true });
      expect(await groups()).toEqual(before);
    });

    test("staging another count starts and stops processes until it is reached", async () => {
      const release = await startHealthy(1);
      await target.stage(release, 2, 1);
      expect(await target.waitUntilHealthy(release.id, HEALTH_DEADLINE_MS)).toMatchObject({ ok: true });
      expect((await groups())[0]).toMatchObject({ webCount: 2, healthyCount: 2 });
      await target.stage(release, 1, 1);
      expect((await groups())[0]).toMatchObject({ webCount: 1, healthyCount: 1 });
    });

    test("requests under way on a process that staging stops end well", async () => {
      const release = await startHealthy(2);
      await serve(release);
      const held = [await subject.beginRequest(), await subject.beginRequest()];
      expect(await target.stage(release, 1, 1)).toMatchObject({ ok: true });
      expect(await subject.askOnce()).toBe(release.id);
      for (const request of held) expect(await request.end()).toBe("completed");
    });

    test("a release that never answers its health check is never healthy", async () => {
      const release = await subject.makeRelease("never-healthy");
      await target.stage(release, 1, 1);
      const waited = await target.waitUntilHealthy(release.id, SHORT_MS);
      expect(waited).toMatchObject({ ok: false, error: { kind: "did-not-become-healthy", releaseId: release.id } });
      expect((await groups())[0]).toMatchObject({ healthyCount: 0 });
    });

    test("a release that exits at its start fails before the deadline", async () => {
      const release = await subject.makeRelease("exits-at-start");
      await target.stage(release, 1, 1);
      const startedAt = performance.now();
      const waited = await target.waitUntilHealthy(release.id, HEALTH_DEADLINE_MS);
      expect(waited).toMatchObject({ ok: false, error: { kind: "did-not-become-healthy" } });
      expect(performance.now() - startedAt).toBeLessThan(HEALTH_DEADLINE_MS);
    });

    test("waiting for a release that is not there is an unknown release", async () => {
      const release = await subject.makeRelease("healthy");
      const waited = await target.waitUntilHealthy(release.id, SHORT_MS);
      expect(waited).toEqual({ ok: false, error: { kind: "unknown-release", releaseId: release.id } });
    });

    test("new requests follow the weights from when the call resolves", async () => {
      const [first, second] = [await startHealthy(), await startHealthy()];
      await serve(first);
      expect(await subject.askOnce()).toBe(first.id);
      await serve(second);
      expect(await subject.askOnce()).toBe(second.id);
    });

    test("weights are absolute: a release not named gets nothing", async () => {
      const [first, second] = [await startHealthy(), await startHealthy()];
      await target.setWeights(
        new Map([
          [first.id, 40],
          [second.id, 60],
        ]),
        1,
      );
      expect((await groups()).map((group) => group.weightPercent)).toEqual([40, 60]);
      await serve(second);
      await serve(second);
      expect((await groups()).map((group) => group.weightPercent)).toEqual([0, 100]);
    });

    test("no weights at all withdraw all traffic", async () => {
      await serve(await startHealthy());
      expect(await target.setWeights(new Map(), 1)).toMatchObject({ ok: true });
      expect((await groups()).map((group) => group.weightPercent)).toEqual([0]);
    });

    test("a weight for a release that is not there is refused and changes nothing", async () => {
      const [serving, absent] = [await startHealthy(), await subject.makeRelease("healthy")];
      await serve(serving);
      const set = await target.setWeights(new Map([[absent.id, 100]]), 1);
      expect(set).toEqual({ ok: false, error: { kind: "unknown-release", releaseId: absent.id } });
      expect((await groups())[0]).toMatchObject({ weightPercent: 100 });
    });

    test("a request under way stays on its release when the traffic moves", async () => {
      const [first, second] = [await startHealthy(), await startHealthy()];
      await serve(first);
      const held = await subject.beginRequest();
      await serve(second);
      expect((await groups()).map((group) => group.inFlightCount)).toEqual([1, 0]);
      expect(held.releaseId).toBe(first.id);
      expect(await held.end()).toBe("completed");
    });

    test("drain resolves when the last request has ended", async () => {
      const [first, second] = [await startHealthy(), await startHealthy()];
      await serve(first);
      const held = await subject.beginRequest();
      await serve(second);
      const draining = target.drain(first.id, HEALTH_DEADLINE_MS);
      expect(await held.end()).toBe("completed");
      expect(await draining).toEqual({ ok: true, value: { kind: "drained" } });
    });

    test("drain says how many remain when its time is up, and cuts none of them", async () => {
      const [first, second] = [await startHealthy(), await startHealthy()];
      await serve(first);
      const held = await subject.beginRequest();
      await serve(second);
      const drained = await target.drain(first.id, SHORT_MS);
      expect(drained).toEqual({ ok: true, value: { kind: "timed-out", remaining: 1 } });
      expect(await held.end()).toBe("completed");
    });

    test("draining an idle release resolves at once", async () => {
      const release = await startHealthy();
      expect(await target.drain(release.id, HEALTH_DEADLINE_MS)).toEqual({ ok: true, value: { kind: "drained" } });
    });

    test("retiring stops a release and forgets it; again, and unknown ones, are fine", async () => {
      const [first, unknown] = [await startHealthy(), await subject.makeRelease("healthy")];
      for (const release of [first, first, unknown])
        expect(await target.retire(release.id, 1)).toEqual({ ok: true, value: undefined });
      expect(await groups()).toEqual([]);
    });

    test("a task's output is its value, and the task may run again", async () => {
      const release = await subject.makeRelease("healthy");
      for (const attempt of [1, 2])
        expect(await target.runTask(release, "migrate", attempt)).toMatchObject({ ok: true });
    });

    test("a task that fails carries its exit code and output", async () => {
      const release = await subject.makeRelease("migration-fails");
      const ran = await target.runTask(release, "migrate", 1);
      expect(ran).toMatchObject({ ok: false, error: { kind: "task-failed", task: "migrate", exitCode: 3 } });
      expect(ran).toMatchObject({ error: { output: expect.stringContaining("no such table") } });
    });

    test("every change with a token below one seen is refused and changes nothing", async () => {
      const release = await startHealthy();
      await target.setWeights(new Map([[release.id, 100]]), 7);
      const before = await groups();
      const refusals = [
        await target.stage(release, 2, 6),
        await target.setWeights(new Map(), 6),
        await target.retire(release.id, 6),
        await target.runTask(release, "migrate", 6),
      ];
      for (const refusal of refusals)
        expect(refusal).toEqual({ ok: false, error: { kind: "stale-fencing-token", seen: 7 } });
      expect(await groups()).toEqual(before);
    });

    test("the same token goes on being accepted, and a higher one too", async () => {
      const release = await startHealthy();
      for (const token of [7, 7, 8])
        expect(await target.setWeights(new Map([[release.id, 100]]), token)).toMatchObject({ ok: true });
    });

    test("logs give the last lines of a release, at most as many as asked for", async () => {
      const release = await startHealthy();
      const logs = await target.logs(release.id, 1);
      expect(logs).toMatchObject({ ok: true });
      expect(logs.ok && logs.value.length).toBeLessThanOrEqual(1);
    });
  });
}
