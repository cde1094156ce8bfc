import { rmSync } from "node:fs";
import { join } from "node:path";
import { isSameProcess } from "@ecommerce-cart/process-identity";
import type { EnvironmentLayout } from "./environment-layout.ts";
import { readPidFile, readPidFiles } from "./spawn-detached.ts";
import type { StoppableProcess } from "./stop-process.ts";
import { readSupervisorState, writeSupervisorState } from "./supervisor/state-file.ts";
import { readHolder } from "./supervisor/supervisor-lock.ts";
import { slotName } from "./supervisor/supervisor-state.ts";

/** Living processes of the environment but its database, each once: what a killed supervisor leaves, or runs now. */
export function findLeftovers(layout: EnvironmentLayout): readonly StoppableProcess[] {
  const holder = readHolder(layout.lockFile);
  const starting = readPidFile(join(layout.directory, "supervisor.pid"));
  const state = readSupervisorState(layout.stateFile);
  const instances = state.ok ? state.value.instances : [];
  const all: readonly StoppableProcess[] = [
    ...(holder === undefined ? [] : [{ ...holder, name: "supervisor" }]),
    ...(starting === undefined ? [] : [starting]),
    ...readPidFiles(layout.pidsDirectory),
    ...instances.map((instance) => ({ ...instance, name: slotName(instance) })),
  ];
  const living = all.filter((target) => isSameProcess(target));
  return [...new Map(living.map((target) => [target.pid, target])).values()];
}

/** Removes what names processes that are gone; what is deployed stays. A damaged state file is left for a person. */
export function forgetProcesses(layout: EnvironmentLayout): void {
  readPidFiles(layout.pidsDirectory);
  const { supervisorFile, lockFile, routerStateFile } = layout;
  for (const file of [supervisorFile, lockFile, routerStateFile, join(layout.directory, "supervisor.pid")])
    rmSync(file, { force: true });
  const state = readSupervisorState(layout.stateFile);
  if (state.ok && (state.value.instances.length > 0 || state.value.owner !== null))
    writeSupervisorState(layout.stateFile, { ...state.value, instances: [], owner: null });
}
