import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { isSameProcess, readStartTime } from "@ecommerce-cart/process-identity";
import { describePostgresFailure, findPostgres, startPostgres } from "../index.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A PostgreSQL server, in the database in which test databases are created: "postgres://user:password@host:port/database". */
    readonly postgresUrl: string;
  }
}

const PREFIX = "ecommerce-cart-test-postgres-";

/**
 * Vitest's global setup: provides `postgresUrl`, from TEST_DATABASE_URL or DATABASE_URL where one is set, else of a
 * server that loses its data in a crash, started for this run. Returns what stops it.
 */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env["TEST_DATABASE_URL"] ?? process.env["DATABASE_URL"];
  if (given !== undefined && given !== "") {
    project.provide("postgresUrl", given);
    return undefined;
  }
  await sweepAbandoned();
  const directory = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-${readStartTime(process.pid)}-`));
  // Open, so that root can hand it to a server that is not root without further rights.
  chmodSync(directory, 0o711);
  const started = await startPostgres({ directory, isDurable: false });
  if (!started.ok) throw new Error(describePostgresFailure(started.error));
  project.provide("postgresUrl", started.value.url("postgres"));
  return async () => {
    await started.value.stop();
    rmSync(directory, { recursive: true, force: true });
  };
}

/** Stops the servers of earlier test runs that were killed before they could. */
async function sweepAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const [pid = "", startedAt = ""] = name.slice(PREFIX.length).split("-");
    if (isSameProcess({ pid: Number(pid), startedAt })) continue;
    const directory = join(tmpdir(), name);
    await (await findPostgres(directory))?.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}
