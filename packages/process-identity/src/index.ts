export { isAlive, isSameProcess, ownIdentity, signalProcess, waitUntilGone } from "./process-identity.ts";
export type { ProcessIdentity } from "./process-identity.ts";
export { readBootId, readCommandLine, readStartTime } from "./process-table.ts";
