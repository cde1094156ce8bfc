import { join, relative } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { EXIT_CODES } from "@ecommerce-cart/pipeline-model";
import { ownIdentity } from "@ecommerce-cart/process-identity";
import { findRunningConfig } from "@ecommerce-cart/target-embedded";
import type { EmbeddedTarget } from "@ecommerce-cart/target-embedded";
import { checkBeforeUp } from "../delivery/check-before-up.ts";
import { environmentDirectory, findRunning, readPort } from "../delivery/embedded-environment.ts";
import { stopAndReport } from "../delivery/stop-environment.ts";
import type { Invocation } from "../invocation.ts";
import type { UpFlags } from "../run-flags.ts";
import { executeRun, requestOf } from "../run/execute-run.ts";
import { listenForInterruption } from "../run/interruption.ts";
import type { Interruption } from "../run/interruption.ts";

const WATCH_INTERVAL_MS = 3_000;

/**
 * `./pipeline up`: runs the pipeline, serves its release, and holds the environment until interrupted. An environment that
 * another living `up` holds gets the new release and stays with its holder; one that was left behind is adopted.
 */
export async function upCommand(invocation: Invocation, flags: UpFlags): Promise<void> {
  const port = readPort("--port", flags.port);
  if (port !== undefined) process.env["PORT"] = String(port);
  using interruption = listenForInterruption();
  const { rootDirectory } = invocation;
  const directory = environmentDirectory(rootDirectory, flags.environment);
  let before = await checkBeforeUp(rootDirectory, flags.environment);
  const onLocked = async (hasWaited: boolean): Promise<void> => {
    if (hasWaited) before = await checkBeforeUp(rootDirectory, flags.environment);
  };
  const summary = await executeRun(invocation, { ...requestOf(flags, [], interruption.signal), onLocked });
  process.exitCode = summary.exitCode;
  if (interruption.signal.aborted && !before.isRunning) return stopAndReport(directory, flags.environment);
  if (summary.exitCode !== EXIT_CODES.passed) return;
  const target = await findRunning(rootDirectory, flags.environment);
  if (target === undefined) return;
  await announce(target, join(rootDirectory, ".pipeline/runs", summary.runId, "report.html"));
  if (!(await holdUnlessHeld(target, { directory, flags, interruption }))) return;
  await stopAndReport(directory, flags.environment);
}

async function announce(target: EmbeddedTarget, reportPath: string): Promise<void> {
  const status = await target.status();
  const url = status.ok ? status.value.url?.replace("127.0.0.1", "localhost") : undefined;
  console.log(`\n  Shop:   ${url ?? "the router does not answer: see `./pipeline status`"}`);
  console.log(`  Report: ${relative(process.cwd(), reportPath)}`);
}

interface Holding {
  readonly directory: string;
  readonly flags: UpFlags;
  readonly interruption: Interruption;
}

/** Holds the environment until Ctrl-C or another command's `down`, and says so; false where it is to go on without this process. */
async function holdUnlessHeld(target: EmbeddedTarget, { directory, flags, interruption }: Holding): Promise<boolean> {
  const way = await otherWayToStop(target, flags);
  if (way !== undefined) {
    console.log(`  Stop:   ${way}`);
    return false;
  }
  await target.setOwner(ownIdentity());
  console.log("  Stop:   Ctrl-C");
  const { signal } = interruption;
  while (!signal.aborted) {
    await delay(WATCH_INTERVAL_MS, undefined, { signal }).catch(() => undefined);
    // A call to a supervisor that was killed brings up a new one, which adopts what runs.
    const status = await target.status();
    if (status.ok || signal.aborted || findRunningConfig(directory) !== undefined) continue;
    console.log(`${flags.environment} was stopped by another command.`);
    return false;
  }
  return true;
}

/** How else it is stopped where not by the end of this process; undefined where this process is to hold it. */
async function otherWayToStop(target: EmbeddedTarget, { detach }: UpFlags): Promise<string | undefined> {
  const owner = await target.getOwner();
  if (owner.ok && owner.value !== null) return `Ctrl-C in the \`up\` with pid ${owner.value.pid}, or npm run down`;
  return detach === true ? "npm run down" : undefined;
}
