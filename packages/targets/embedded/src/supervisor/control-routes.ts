import type { FencingToken, ReleaseTask } from "@ecommerce-cart/deployer";
import type { Release, ReleaseId } from "@ecommerce-cart/release";
import { ok } from "@ecommerce-cart/result";
import type { ProcessIdentity } from "@ecommerce-cart/process-identity";
import type { StoppedProcess } from "../stop-process.ts";
import { current, drain, health, logs, retire, runTask, setOwner, setWeights, stage } from "./commands.ts";
import type { ControlRoutes } from "./control-server.ts";
import { describeEnvironment } from "./describe-environment.ts";
import { readConfigFile } from "./state-file.ts";
import type { Supervisor } from "./supervisor.ts";

/** What the routes need besides the supervisor. */
export interface ControlContext {
  readonly self: ProcessIdentity;
  /** Ends everything and returns what was stopped; the process exits after it has answered. */
  readonly shutdown: (drainTimeoutMs: number) => Promise<readonly StoppedProcess[]>;
}

interface ReleaseRequest {
  readonly release: Release;
  readonly webCount: number;
  readonly task: ReleaseTask;
  readonly releaseId: ReleaseId;
  readonly timeoutMs: number;
  readonly weightPercents: Readonly<Record<string, number>>;
  readonly token: FencingToken;
  readonly owner: ProcessIdentity | null;
}

/** The control API of a supervisor. Its one client is the adapter of this package, which shares its types. */
export function controlRoutes(supervisor: Supervisor, context: ControlContext): ControlRoutes {
  const asked = (body: unknown) => body as ReleaseRequest;
  const releaseIdIn = (query: URLSearchParams) => (query.get("releaseId") ?? "") as ReleaseId;
  return {
    "GET /status": () => ok(describeEnvironment(supervisor, context.self)),
    "GET /current": () => current(supervisor),
    "GET /health": ({ query }) => health(supervisor, releaseIdIn(query)),
    "GET /logs": ({ query }) => logs(supervisor, releaseIdIn(query), Number(query.get("lineCount") ?? 0)),
    "GET /owner": () => ok(supervisor.keeper.state.owner),
    "POST /owner": ({ body }) => setOwner(supervisor, asked(body).owner),
    "POST /stage": ({ body }) => stage(supervisor, asked(body)),
    "POST /weights": ({ body }) => setWeights(supervisor, asked(body)),
    "POST /drain": ({ body }) => drain(supervisor, asked(body)),
    "POST /retire": ({ body }) => retire(supervisor, asked(body)),
    "POST /task": ({ body }) => runTask(supervisor, asked(body)),
    "POST /config": () => reloadConfig(supervisor),
    "POST /shutdown": async ({ body }) => ok(await context.shutdown(asked(body).timeoutMs)),
  };
}

/** Processes that start from now on get what the file says now; where the environment listens does not change. */
function reloadConfig(supervisor: Supervisor): ReturnType<typeof readConfigFile> {
  const read = readConfigFile(supervisor.layout.configFile);
  if (!read.ok) return read;
  const { host, port } = supervisor.config;
  supervisor.reconfigure({ ...read.value, host, port });
  return ok(supervisor.config);
}
