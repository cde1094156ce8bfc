import { describeTargetContract } from "./target-contract.ts";
import type { ContractBehaviour, ContractSubject } from "./target-contract.ts";
import { InMemoryTarget } from "./in-memory-target.ts";
import type { ReleaseBehaviour } from "./in-memory-target.ts";
import { makeRelease } from "./make-release.ts";

const BEHAVIOURS: Record<ContractBehaviour, Partial<ReleaseBehaviour>> = {
  healthy: { health: "when-awaited" },
  "never-healthy": { health: "never" },
  "exits-at-start": { health: "exits" },
  "migration-fails": { taskExitCode: 3, taskOutput: "no such table" },
};

async function startSubject(): Promise<ContractSubject> {
  const target = new InMemoryTarget();
  let releaseCount = 0;
  return {
    target,
    async makeRelease(behaviour) {
      const release = makeRelease(`r${(releaseCount += 1)}`);
      target.behave(release.id, BEHAVIOURS[behaviour]);
      return release;
    },
    async beginRequest() {
      const request = target.beginRequest();
      return {
        releaseId: request.releaseId,
        async end() {
          request.end();
          return "completed";
        },
      };
    },
    async askOnce() {
      const request = target.beginRequest();
      request.end();
      return request.releaseId;
    },
    async dispose() {},
  };
}

describeTargetContract("in memory", startSubject);
