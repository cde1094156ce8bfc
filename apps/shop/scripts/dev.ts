import type { ChildProcess } from "node:child_process";
import { createServer } from "node:net";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { describePostgresFailure, startPostgres } from "@ecommerce-cart/services";
import { findDatabaseProblem } from "../src/platform/database-problem.ts";
import { toReadableLine } from "./dev-log.ts";
import { endOf, startRole, type RoleOptions } from "./shop-process.ts";

const USAGE = `Usage: npm run dev -- [--port N]

Runs the shop (web and worker) from its sources and starts it again on every change.
Without DATABASE_URL it keeps a PostgreSQL of its own in .data/dev/postgres, migrated and seeded.

  --port N   port of the shop, 1 to 65535 (default: PORT, or 3000)
  --help     this text

Ctrl-C stops everything.`;

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** A database to work on; `stop` ends what this script started. */
interface DevDatabase {
  readonly url: string;
  stop(): Promise<void>;
}

/** Runs the shop until it is told to stop; gives the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const port = readPort(args);
  if (typeof port === "string") {
    console.log(port);
    return port === USAGE ? 0 : 2;
  }
  const problem = await findPortProblem(port);
  if (problem !== null) {
    console.error(problem);
    return 1;
  }
  const database = await openDevDatabase();
  if (typeof database === "string") {
    console.error(database);
    return 1;
  }
  try {
    return await runShop(port, database.url);
  } finally {
    await database.stop();
  }
}

/** The port, or what to print instead of starting. */
function readPort(args: readonly string[]): number | string {
  try {
    const options = { port: { type: "string" }, help: { type: "boolean", short: "h" } } as const;
    const { values } = parseArgs({ args: [...args], options });
    if (values.help === true) return USAGE;
    const port = Number(values.port ?? process.env["PORT"] ?? 3000);
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : `--port takes 1 to 65535.\n\n${USAGE}`;
  } catch (error) {
    return `${(error as Error).message}\n\n${USAGE}`;
  }
}

function findPortProblem(port: number): Promise<string | null> {
  const server = createServer();
  return new Promise((settle) => {
    server.once("error", (error: NodeJS.ErrnoException) => settle(describePortError(error, port)));
    server.listen(port, "127.0.0.1", () => server.close(() => settle(null)));
  });
}

function describePortError({ code, message }: NodeJS.ErrnoException, port: number): string {
  if (code === "EADDRINUSE")
    return `Port ${port} is taken by another program. Stop it, or choose another: npm run dev -- --port ${port + 1}`;
  if (code === "EACCES") return `Port ${port} is not allowed to this user. Choose one above 1023 with --port.`;
  return `Port ${port} cannot be used: ${message}`;
}

async function openDevDatabase(): Promise<DevDatabase | string> {
  const given = process.env["DATABASE_URL"];
  if (given !== undefined && given !== "")
    return withAdvice(await findDatabaseProblem(given)) ?? { url: given, stop: async () => undefined };
  const started = await startPostgres({ directory: resolve(ROOT, ".data/dev/postgres"), log: print });
  if (!started.ok) return describePostgresFailure(started.error);
  const server = started.value;
  // One that ran before belongs to another `npm run dev`.
  return {
    url: await server.ensureDatabase("shop"),
    stop: () => (server.isAdopted ? Promise.resolve() : server.stop()),
  };
}

function withAdvice(problem: string | null): string | null {
  return problem === null ? null : `${problem} Or unset DATABASE_URL: npm run dev then keeps a database of its own.`;
}

async function runShop(port: number, databaseUrl: string): Promise<number> {
  const address = `http://localhost:${port}`;
  const environment = { PUBLIC_URL: address, ...process.env, DATABASE_URL: databaseUrl, PORT: String(port) };
  const start = (role: RoleOptions["role"], isWatching: boolean): ChildProcess =>
    startRole({ role, environment, isWatching, onLine: (line) => print(toReadableLine(role, line)) });
  for (const role of ["migrate", "seed"] as const) {
    const code = await endOf(start(role, false));
    if (code !== 0) return code;
  }
  const children = [start("web", true), start("worker", true)];
  print(`Shop: ${address} (Ctrl-C stops it)`);
  const ends = children.map(endOf);
  const stopped = waitForStopSignal().then(() => 0);
  const code = await Promise.race([stopped, ...ends]);
  for (const child of children) child.kill("SIGTERM");
  await Promise.all(ends);
  return code;
}

function waitForStopSignal(): Promise<void> {
  return new Promise((settle) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => settle());
  });
}

function print(line: string): void {
  console.log(line);
}

process.exitCode = await main(process.argv.slice(2));
