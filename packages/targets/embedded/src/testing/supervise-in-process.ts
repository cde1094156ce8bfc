import { setTimeout as delay } from "node:timers/promises";
import { writeJsonAtomically } from "../atomic-file.ts";
import type { SupervisorLink } from "../embedded-target.ts";
import type { EnvironmentConfig } from "../environment-config.ts";
import { environmentLayout } from "../environment-layout.ts";
import { findSupervisor, ownEntryPoints } from "../start-supervisor.ts";
import type { StoppedProcess } from "../stop-process.ts";
import { runSupervisor } from "../supervisor/run-supervisor.ts";

/** A supervisor in this process: stop it by `stop`, for `stopEnvironment` would end this process. */
export interface InProcessSupervisor extends SupervisorLink {
  readonly lines: readonly string[];
  readonly stop: () => Promise<readonly StoppedProcess[]>;
}

/** Supervises an environment in this process, so that tests see inside; resolves when its router serves. */
export async function superviseInProcess(config: EnvironmentConfig): Promise<InProcessSupervisor> {
  const layout = environmentLayout(config.directory);
  writeJsonAtomically(layout.configFile, config);
  const lines: string[] = [];
  const log = (line: string) => lines.push(line);
  const running = await runSupervisor({ directory: config.directory, routerEntry: ownEntryPoints().router, log });
  if (!running.ok) throw new Error(`the supervisor did not start: ${JSON.stringify(running.error)}`);
  const isServing = () => lines.some((line) => line.startsWith("the router serves"));
  for (const deadline = Date.now() + 20_000; !isServing(); await delay(10))
    if (Date.now() > deadline) throw new Error(`no router within 20 s:\n${lines.join("\n")}`);
  return {
    lines,
    locate: () => Promise.resolve(findSupervisor(layout)),
    stop: async () => {
      await running.value.shutdown(1_000);
      return running.value.ended;
    },
  };
}
