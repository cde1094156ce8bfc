import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test } from "vitest";
import { deploy } from "./deploy.ts";
import { describeStatus } from "./describe-status.ts";
import type { Target } from "./target.ts";
import { copyFixture, startFixture } from "./testing/deployment-fixture.ts";
import type { DeploymentFixture } from "./testing/deployment-fixture.ts";

const CHILD = join(import.meta.dirname, "testing", "deploy-child.ts");

interface Asked {
  readonly call: string;
  readonly args: readonly unknown[];
}

/** Runs `deploy b` in a process of its own and kills it with SIGKILL at its nth call; resolves to that call. */
async function killAt(fixture: DeploymentFixture, nth: number): Promise<string | undefined> {
  const child = fork(CHILD, [fixture.directory, "b"], { execArgv: ["--conditions=source"] });
  const exited = once(child, "exit");
  let count = 0;
  let killedAt: string | undefined;
  child.on("message", (message) => {
    const asked = message as Asked;
    if (asked.call !== "current" && asked.call !== "result") count += 1;
    if (count < nth) void answer(child, fixture, asked);
    else if (killedAt === undefined) {
      killedAt = describeCall(asked);
      // A call that has arrived is carried out, as a supervisor would; its caller does not live to hear of it.
      if (asked.call !== "gate") void callTarget(fixture.target, asked);
      child.kill("SIGKILL");
    }
  });
  await exited;
  return killedAt;
}

async function answer(child: ChildProcess, fixture: DeploymentFixture, asked: Asked): Promise<void> {
  const isForTarget = asked.call !== "gate" && asked.call !== "result";
  child.send(isForTarget ? ((await callTarget(fixture.target, asked)) as object) : {});
}

function callTarget(target: Target, { call, args }: Asked): Promise<unknown> {
  const method = target[call as keyof Target] as (...args: readonly unknown[]) => Promise<unknown>;
  return method.apply(
    target,
    args.map((arg) => (isMap(arg) ? new Map(arg.map) : arg)),
  );
}

function isMap(value: unknown): value is { readonly map: readonly (readonly [string, number])[] } {
  return typeof value === "object" && value !== null && "map" in value;
}

function describeCall({ call, args }: Asked): string {
  return call === "gate" ? String(args[0]) : call;
}

test(
  "a deploying process killed with SIGKILL at any call leaves what the same command finishes",
  { timeout: 180_000 },
  async () => {
    const world = await startFixture();
    const { a, b } = world.releases;
    await deploy({ ...world.context(), release: a });
    world.target.mustServeFromNow();
    const points: string[] = [];
    for (let nth = 1; ; nth += 1) {
      const fixture = await copyFixture(world);
      const point = await killAt(fixture, nth);
      if (point === undefined || point === "after closeJournal") {
        await fixture.dispose();
        break;
      }
      points.push(point);
      const report = await deploy({ ...fixture.context(), release: b });
      expect(report, `killed at ${point}, call ${nth}`).toMatchObject({ ok: true, value: { serving: { id: b.id } } });
      expect(fixture.target.violations, `killed at ${point}, call ${nth}`).toEqual([]);
      const status = await describeStatus({ ...fixture, environmentName: "development" });
      expect(status).toMatchObject({ value: { serving: { weightPercent: 100, healthyCount: 2 } } });
      expect(status.ok && status.value).not.toHaveProperty("unfinished");
      await fixture.dispose();
    }
    await world.dispose();
    for (const call of ["stage", "setWeights", "drain", "after appendJournal", "after appendHistory"])
      expect(points).toContain(call);
  },
);
