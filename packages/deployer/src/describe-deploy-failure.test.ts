import { expect, test } from "vitest";
import type { DeployFailure } from "./deploy-failure.ts";
import { describeDeployFailure } from "./describe-deploy-failure.ts";
import type { TargetFailure } from "./target.ts";
import { makeRelease } from "./testing/make-release.ts";

const { id } = makeRelease("a");
const reason = { kind: "verification-failed", detail: "GET / answered 500" } as const;

test.each<[DeployFailure, string]>([
  [
    { kind: "invalid-policy", problems: ["webCount is 0: give 1 or more", "x"] },
    "the rollout policy cannot be followed: webCount is 0: give 1 or more; x.",
  ],
  [
    { kind: "interrupted", deploymentId: "d1" },
    "interrupted; deployment d1 is unfinished. The same command goes on with it, another one undoes it first.",
  ],
  [
    { kind: "gave-up", reason, serving: makeRelease("a") },
    `neither forward nor back was possible: GET / answered 500. Now ${id} serves; look at its logs, and deploy a good release.`,
  ],
  [
    { kind: "gave-up", reason },
    "neither forward nor back was possible: GET / answered 500. Now nothing serves; look at its logs, and deploy a good release.",
  ],
  [
    { kind: "rollback-failed", reason, to: id },
    `${id} could not serve: GET / answered 500. What served before still serves.`,
  ],
  [{ kind: "nothing-to-roll-back-to", leftBehind: [] }, "no good release came before the one that serves."],
  [
    { kind: "nothing-to-roll-back-to", leftBehind: [id] },
    `no good release came before the one that serves. ${id} was rolled back from: to go there all the same, name it with --release.`,
  ],
  [
    { kind: "lease-lost", token: 4 },
    "another command took the lock over (ours had token 4): nothing more was changed. Look at the status, then try again.",
  ],
])("%o is told as a sentence to act on", (failure, text) => {
  expect(describeDeployFailure(failure)).toBe(text);
});

test.each<[TargetFailure, string]>([
  [
    { kind: "target-unreachable", detail: "connection refused" },
    "the target cannot be reached: connection refused. Start it, then give the same command again.",
  ],
  [
    { kind: "stale-fencing-token", seen: 9 },
    "the target was changed by a later command (token 9). Look at the status, then try again.",
  ],
  [
    { kind: "unknown-release", releaseId: id },
    `the target does not know ${id}, or its bundle is gone: package that commit again.`,
  ],
  [
    { kind: "did-not-become-healthy", releaseId: id, detail: "exit code 1" },
    `${id} did not become healthy: exit code 1. Look at its logs.`,
  ],
  [
    { kind: "task-failed", task: "migrate", exitCode: 3, output: "no such table" },
    "migrate ended with exit code 3: no such table",
  ],
])("a target's %o is told as a sentence to act on", (failure, text) => {
  expect(describeDeployFailure({ kind: "target-failed", failure })).toBe(text);
});
