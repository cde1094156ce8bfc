export type * from "./state-store.ts";
export type { LockPatience } from "./environment-lock.ts";
export { FileStateStore } from "./file-state-store.ts";
export type { FileStateStoreOptions } from "./file-state-store.ts";
export { machineProcesses } from "./process-owner.ts";
export type { ProcessOwner, ProcessTable } from "./process-owner.ts";
export { describeHolder, describeStateFailure } from "./describe-state-failure.ts";
export type { StateFailure } from "./describe-state-failure.ts";
