export { InMemoryTarget } from "./in-memory-target.ts";
export type { FakeRequest, ReleaseBehaviour } from "./in-memory-target.ts";
export { makeRelease } from "./make-release.ts";
export { describeTargetContract } from "./target-contract.ts";
export type { ContractBehaviour, ContractSubject, HeldRequest } from "./target-contract.ts";
