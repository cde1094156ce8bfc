import { join } from "node:path";

/** Where an environment keeps what, below its folder; all absolute. */
export interface EnvironmentLayout {
  readonly directory: string;
  /** `EnvironmentConfig`, 0600. */
  readonly configFile: string;
  /** Where the supervisor is reached, 0600; there while it runs, and after it was killed. */
  readonly supervisorFile: string;
  /** Identity of the supervisor that may act on this environment. */
  readonly lockFile: string;
  /** What the supervisor works towards and what it has started. */
  readonly stateFile: string;
  readonly routerStateFile: string;
  readonly routesFile: string;
  readonly postgresDirectory: string;
  readonly logsDirectory: string;
  /** One file per process: its pid, written by the process itself. */
  readonly pidsDirectory: string;
}

/** The layout below `directory` (absolute). */
export function environmentLayout(directory: string): EnvironmentLayout {
  return {
    directory,
    configFile: join(directory, "environment.json"),
    supervisorFile: join(directory, "supervisor.json"),
    lockFile: join(directory, "supervisor.lock"),
    stateFile: join(directory, "state.json"),
    routerStateFile: join(directory, "router.json"),
    routesFile: join(directory, "routes.json"),
    postgresDirectory: join(directory, "postgres"),
    logsDirectory: join(directory, "logs"),
    pidsDirectory: join(directory, "pids"),
  };
}
