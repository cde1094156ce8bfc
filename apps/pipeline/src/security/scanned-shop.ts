import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describePostgresFailure, startPostgres } from "@ecommerce-cart/services";

/** A compiled shop that serves on loopback, with a database of its own. */
export interface ScannedShop {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

const MAIN = "apps/shop/dist/main.js";
/** What shoppers would type: by https, so that the flags which that asks for are asked for here. */
export const SCANNED_URL = "https://shop.example";

/** Starts the compiled shop with its whole catalogue. Throws, with nothing left running, where it does not serve. */
export async function startScannedShop(rootDirectory: string, signal: AbortSignal): Promise<ScannedShop> {
  const directory = mkdtempSync(join(tmpdir(), "ecommerce-cart-scan-"));
  const server = await startPostgres({ directory, isDurable: false });
  if (!server.ok) throw new Error(describePostgresFailure(server.error));
  const removeDatabase = async (): Promise<void> => {
    await server.value.stop();
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    const DATABASE_URL = await server.value.ensureDatabase("scan");
    const start = (role: string): ChildProcess => startRole({ rootDirectory, role, DATABASE_URL, signal });
    await endOf(start("migrate"), "migrate");
    await endOf(start("seed"), "seed");
    const web = start("web");
    const port = await portOf(web);
    return { port, stop: () => stopWeb(web).finally(removeDatabase) };
  } catch (error) {
    await removeDatabase();
    throw error;
  }
}

interface Role {
  readonly rootDirectory: string;
  readonly role: string;
  readonly DATABASE_URL: string;
  readonly signal: AbortSignal;
}

function startRole({ rootDirectory, role, DATABASE_URL, signal }: Role): ChildProcess {
  return spawn(process.execPath, [MAIN, role], {
    cwd: rootDirectory,
    env: { PATH: process.env["PATH"], NODE_ENV: "production", DATABASE_URL, PORT: "0", PUBLIC_URL: SCANNED_URL },
    stdio: ["ignore", "pipe", "inherit"],
    signal,
  });
}

async function endOf(child: ChildProcess, role: string): Promise<void> {
  child.stdout?.resume();
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`the shop's role ${role} ended with ${String(code)}: is the shop compiled?`);
}

async function portOf(web: ChildProcess): Promise<number> {
  if (web.stdout === null) throw new Error("the shop has no output");
  for await (const line of createInterface({ input: web.stdout })) {
    if (!line.includes('"msg":"listening"')) continue;
    web.stdout.resume();
    return (JSON.parse(line) as { readonly port: number }).port;
  }
  throw new Error("the shop ended before it served: is it compiled?");
}

async function stopWeb(web: ChildProcess): Promise<void> {
  // Its end comes as an error too where the run was interrupted.
  web.on("error", () => undefined);
  if (web.exitCode !== null || web.signalCode !== null) return;
  const ended = once(web, "exit");
  web.kill("SIGTERM");
  await ended;
}
