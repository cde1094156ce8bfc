import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import pg from "pg";

const ENTRY = fileURLToPath(new URL("../apps/shop/dist/main.js", import.meta.url));

/** The compiled shop, serving from a database of its own. */
export interface BuiltShop {
  readonly url: string;
  readonly countOrders: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

/**
 * Makes a database beside `postgresUrl`, migrates and seeds it, and serves. Throws where the shop was not compiled. Its
 * processes leave what they ran in `coverageFolder`, where one is given.
 */
export async function serveBuiltShop(postgresUrl: string, coverageFolder?: string): Promise<BuiltShop> {
  const name = `built_shop_${process.pid}_${Date.now()}`;
  const admin = new pg.Client({ connectionString: postgresUrl });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  const databaseUrl = Object.assign(new URL(postgresUrl), { pathname: `/${name}` }).href;
  const environment = {
    PATH: process.env["PATH"] ?? "",
    DATABASE_URL: databaseUrl,
    PORT: "0",
    NODE_ENV: "production",
    ...(coverageFolder === undefined ? {} : { NODE_V8_COVERAGE: coverageFolder }),
  };
  for (const role of ["migrate", "seed"]) runOnce(role, environment);
  const web = spawn(process.execPath, [ENTRY, "web"], { env: environment, stdio: ["ignore", "pipe", "inherit"] });
  const port = await listeningPort(web);
  const stop = async (): Promise<void> => {
    const ended = once(web, "exit");
    web.kill("SIGTERM");
    const [code] = (await ended) as [number | null];
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
    if (code !== 0) throw new Error(`the shop was told to stop and ended with ${String(code)}`);
  };
  const countOrders = async (): Promise<number> => {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    const { rows } = await client
      .query<{ count: number }>("SELECT count(*)::int AS count FROM orders")
      .finally(() => client.end());
    return rows[0]?.count ?? 0;
  };
  return { url: `http://localhost:${port}`, countOrders, stop };
}

function runOnce(role: string, env: NodeJS.ProcessEnv): void {
  const run = spawnSync(process.execPath, [ENTRY, role], { env, encoding: "utf8" });
  if (run.status !== 0) throw new Error(`${role} ended with ${run.status}:\n${run.stdout}${run.stderr}`);
}

async function listeningPort(web: ChildProcess): Promise<number> {
  if (web.stdout === null) throw new Error("the shop's output is not piped");
  const lines = createInterface({ input: web.stdout });
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  lines.on("line", (line) => {
    const entry = JSON.parse(line) as { msg?: string; port?: number };
    if (entry.msg === "listening" && entry.port !== undefined) resolve(entry.port);
  });
  web.once("exit", (code) => reject(new Error(`the shop ended with ${code} before it listened`)));
  return promise;
}
