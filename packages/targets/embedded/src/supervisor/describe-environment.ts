import { isSameProcess } from "@ecommerce-cart/process-identity";
import type { ProcessIdentity } from "@ecommerce-cart/process-identity";
import type { EnvironmentFailure } from "../environment-failure.ts";
import type { EnvironmentStatus, InstanceStatus } from "./environment-status.ts";
import type { Supervisor } from "./supervisor.ts";
import type { InstanceRecord } from "./supervisor-state.ts";

/** What the environment runs now, for people. */
export function describeEnvironment(supervisor: Supervisor, self: ProcessIdentity): EnvironmentStatus {
  const { config, database, keeper } = supervisor;
  const router = supervisor.router.router;
  const server = database.server;
  return {
    name: config.name,
    supervisor: self,
    isReady: database.isServing && router !== undefined,
    ...(router && {
      url: `http://${config.host}:${router.port}`,
      router: { pid: router.pid, port: router.port, controlPort: router.controlPort },
    }),
    ...(server && { postgres: { pid: server.pid, port: server.port } }),
    instances: keeper.state.instances.map((instance) => describeInstance(instance, supervisor)),
    problems: problemsOf(supervisor),
  };
}

function describeInstance(instance: InstanceRecord, supervisor: Supervisor): InstanceStatus {
  const { releaseId, role, slot, pid, port } = instance;
  return {
    releaseId,
    role,
    slot,
    pid,
    ...(port !== undefined && { port }),
    isHealthy: role === "web" ? supervisor.healthyPids.has(pid) : isSameProcess(instance),
    isStopping: instance.stoppingSinceMs !== undefined,
  };
}

function problemsOf(supervisor: Supervisor): readonly EnvironmentFailure[] {
  const { config, database, router } = supervisor;
  const failures: EnvironmentFailure[] = [];
  if (database.failure !== undefined) failures.push({ kind: "postgres-failed", failure: database.failure });
  if (router.problem?.isPortBusy === true)
    failures.push({ kind: "environment-port-busy", host: config.host, port: config.port });
  else if (router.problem !== undefined)
    failures.push({ kind: "router-did-not-start", logFile: router.logFile, detail: router.problem.detail });
  return failures;
}
