import { once } from "node:events";
import { ok } from "@ecommerce-cart/result";
import { policyWith } from "@ecommerce-cart/rollout";
import { FileStateStore } from "@ecommerce-cart/state-store";
import { deploy } from "../deploy.ts";
import { systemClock } from "../system-clock.ts";
import type { Target } from "../target.ts";
import { gatedStore } from "./crash-points.ts";
import { makeRelease } from "./make-release.ts";

/**
 * A deploying command as a process of its own, for tests that kill it. Its arguments are the data folder and the
 * release's name. The target lives in the parent, which answers the calls that are sent to it, as a supervisor does.
 * Before it goes on after a write it asks the parent too, so that the parent can kill it there.
 */
async function runChild(directory: string, releaseName: string): Promise<void> {
  const store = gatedStore(new FileStateStore(directory), async (point) => void (await ask("gate", [point])));
  const result = await deploy({
    target: remoteTarget(),
    store,
    environmentName: "development",
    release: makeRelease(releaseName),
    policy: policyWith({ healthDeadlineMs: 5_000, drainTimeoutMs: 50 }),
    verifyDirect: async () => ok(undefined),
    verifyServing: async () => ok(undefined),
    onEvent: () => {},
    clock: systemClock,
    signal: new AbortController().signal,
  });
  await ask("result", [result]);
  process.disconnect();
}

/** Sends one call and resolves to its answer; there is one at a time. */
async function ask(call: string, args: readonly unknown[]): Promise<unknown> {
  const answer = once(process, "message");
  process.send?.({ call, args });
  return (await answer)[0] as unknown;
}

function remoteTarget(): Target {
  return new Proxy({} as Target, {
    get:
      (_inner, call) =>
      (...args: readonly unknown[]) =>
        ask(
          String(call),
          args.map((arg) => (arg instanceof Map ? { map: [...arg] } : arg)),
        ),
  });
}

const [, , directory = "", releaseName = ""] = process.argv;
await runChild(directory, releaseName);
