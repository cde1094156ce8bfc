import { describeEnvironmentFailure } from "../environment-failure.ts";
import { surviveFullDisk } from "../survive-full-disk.ts";
import { runSupervisor } from "./run-supervisor.ts";

const USAGE = "usage: main <folder of the environment> <program of the router>";
const SIGNAL_DRAIN_MS = 10_000;

function log(line: string): void {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), msg: line })}\n`);
}

/** Supervises the environment until it is told to shut down; returns the exit code. */
async function main(directory: string | undefined, routerEntry: string | undefined): Promise<number> {
  if (directory === undefined || routerEntry === undefined) return refuse(USAGE, 2);
  const running = await runSupervisor({ directory, routerEntry, log });
  if (!running.ok) {
    // Who started this one finds the other, and needs no failure.
    if (running.error.kind === "supervised-already") return refuse(`process ${running.error.pid} was first`, 0);
    return refuse(describeEnvironmentFailure(running.error), 1);
  }
  const { shutdown, ended } = running.value;
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void shutdown(SIGNAL_DRAIN_MS));
  process.on("SIGHUP", () => log("SIGHUP is ignored: an environment outlives its terminal"));
  const stopped = await ended;
  log(`stopped: ${stopped.map(({ name, pid, how }) => `${name} (${pid}, ${how})`).join(", ")}`);
  return 0;
}

function refuse(message: string, exitCode: number): number {
  process.stderr.write(`${message}\n`);
  return exitCode;
}

surviveFullDisk();
process.exitCode = await main(process.argv[2], process.argv[3]);
