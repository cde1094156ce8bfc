import { spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync } from "node:fs";
import { realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { isSameProcess, waitUntilGone } from "@ecommerce-cart/process-identity";
import { describePostgresFailure, findPostgres, startPostgres } from "../index.ts";
import type { PostgresServer } from "../index.ts";
import { makePostgres } from "../testing/made-postgres.ts";
import type { MadePostgres } from "../testing/made-postgres.ts";
import { findBinaries, repairSymlinks } from "./postgres-binaries.ts";
import { chooseRunAs, commandFor, findClosedFolder } from "./run-as.ts";

const IS_ROOT = process.getuid?.() === 0;
const NOBODY = { uid: 65_534, gid: 65_534 };
const CLOSED_FOLDER = findClosedFolder(import.meta.dirname, NOBODY);
const SERVICES = fileURLToPath(new URL("..", import.meta.url));

let made: MadePostgres;
let madeIn: string;
let home: string;
let servers: PostgresServer[];

beforeAll(async () => {
  madeIn = mkdtempSync(join(realpathSync(tmpdir()), "ecommerce-cart-services-"));
  chmodSync(madeIn, 0o755);
  made = await makePostgres(join(madeIn, "postgres"));
});

afterAll(() => rmSync(madeIn, { recursive: true, force: true }));

beforeEach(() => {
  home = mkdtempSync(join(realpathSync(tmpdir()), "ecommerce-cart-services-"));
  chmodSync(home, 0o755);
  servers = [];
});

afterEach(async () => {
  for (const server of servers) await server.stop();
  rmSync(home, { recursive: true, force: true });
});

async function start(
  directory = join(home, "postgres"),
  options: { readonly port?: number } = {},
): Promise<PostgresServer> {
  const started = await startPostgres({ directory, isDurable: false, ...options });
  if (!started.ok) throw new Error(describePostgresFailure(started.error));
  servers.push(started.value);
  return started.value;
}

/** Starts a server whose data was made before. */
async function startMade(): Promise<PostgresServer> {
  made.copyTo(join(home, "postgres"));
  return start();
}

async function query(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

/** Runs a program that starts a server below `directory` and prints what came of it. */
function startElsewhere(directory: string, account?: { readonly uid: number; readonly gid: number }) {
  const program = `import { startPostgres } from ${JSON.stringify(join(SERVICES, "index.ts"))};
    const started = await startPostgres({ directory: ${JSON.stringify(directory)}, isDurable: false });
    console.log(JSON.stringify(started.ok ? { pid: started.value.pid } : started.error));`;
  const args = ["--conditions=source", "--input-type=module-typescript", "-e", program];
  return spawn(process.execPath, args, { cwd: "/", stdio: ["ignore", "pipe", "inherit"], ...account });
}

async function outputOf(child: ReturnType<typeof startElsewhere>): Promise<Record<string, unknown>> {
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()));
  await once(child, "close");
  return JSON.parse(output) as Record<string, unknown>;
}

async function until(isDone: () => boolean, what: string): Promise<void> {
  for (const deadline = Date.now() + 20_000; !isDone(); await delay(5))
    if (Date.now() > deadline) throw new Error(`not within 20 s: ${what}`);
}

describe("a server", () => {
  test("is made, serves on 127.0.0.1 with its password alone, and ends", async () => {
    const server = await start();

    const [row] = await query(
      await server.ensureDatabase("shop"),
      "select current_database() as name, lower('ÄÖ') as text",
    );
    expect(row).toEqual({ name: "shop", text: "äö" });
    await server.ensureDatabase("shop");
    const wrong = new URL(server.url("shop"));
    wrong.password = "wrong";
    await expect(query(wrong.href, "select 1")).rejects.toThrow("password authentication failed");
    await server.stop();
    expect(isSameProcess(server)).toBe(false);
    await server.stop();
  });

  test("keeps its password for its owner alone, listens nowhere else, and has no socket file", async () => {
    const server = await startMade();

    expect(statSync(join(home, "postgres", "password")).mode & 0o777).toBe(0o600);
    const rows = await query(
      server.url("postgres"),
      "select name, setting from pg_settings where name in ('listen_addresses', 'unix_socket_directories', 'password_encryption') order by name",
    );
    expect(rows.map(({ setting }) => setting)).toEqual(["127.0.0.1", "scram-sha-256", ""]);
  });

  test("is adopted by whoever starts it again, and found by whoever looks", async () => {
    const server = await startMade();

    const again = await start();

    expect(again).toMatchObject({ pid: server.pid, port: server.port, isAdopted: true });
    expect(again.url("shop")).toBe(server.url("shop"));
    expect(await findPostgres(join(home, "postgres"))).toMatchObject({ pid: server.pid });
    await server.stop();
    expect(await findPostgres(join(home, "postgres"))).toBeUndefined();
    expect(await findPostgres(join(home, "nowhere"))).toBeUndefined();
  });

  test("that two start at once is one server", async () => {
    const [one, other] = await Promise.all([start(), start()]);

    expect(one?.pid).toBe(other?.pid);
    expect(await query(await other.ensureDatabase("shop"), "select 1 as one")).toEqual([{ one: 1 }]);
  });

  test("is back with its data after kill -9, with a client connected, on the same port", async () => {
    const server = await start();
    const url = await server.ensureDatabase("shop");
    await query(url, "set synchronous_commit = on; create table kept (id int); insert into kept values (7)");
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => undefined);
    await client.connect();

    process.kill(server.pid, "SIGKILL");
    await waitUntilGone(server, 10_000);
    const again = await start(undefined, { port: server.port });

    expect(again).toMatchObject({ port: server.port, isAdopted: false });
    expect(await query(again.url("shop"), "select id from kept")).toEqual([{ id: 7 }]);
    await client.end();
  });

  test("starts though the pid in its lock file is a stranger's by now", async () => {
    const server = await start();
    const lockFile = join(home, "postgres", "data", "postmaster.pid");
    process.kill(server.pid, "SIGKILL");
    await waitUntilGone(server, 10_000);
    const stranger = spawn("sleep", ["1000"], IS_ROOT ? { ...NOBODY, cwd: "/" } : {});
    await once(stranger, "spawn");
    const [, ...rest] = readFileSync(lockFile, "utf8").split("\n");
    writeFileSync(lockFile, [String(stranger.pid), ...rest].join("\n"));

    const again = await start();

    expect(again.isAdopted).toBe(false);
    expect(stranger.exitCode).toBeNull();
    stranger.kill("SIGKILL");
  });

  test("kill -9 while its data is being made leaves nothing half-made", async () => {
    const directory = join(home, "postgres");
    const starter = startElsewhere(directory);
    const halfMade = () =>
      existsSync(directory) && readdirSync(directory).some((name) => name.startsWith("initializing-"));
    await until(halfMade, "a folder in the making");
    starter.kill("SIGKILL");
    await once(starter, "exit");
    expect(existsSync(join(directory, "data"))).toBe(false);

    const server = await start();

    expect(halfMade()).toBe(false);
    expect(await query(server.url("postgres"), "select 1 as one")).toEqual([{ one: 1 }]);
  });
});

describe("a server that cannot start says why", () => {
  test("its port is another's", async () => {
    const stranger = createServer().listen(0, "127.0.0.1");
    await once(stranger, "listening");
    const { port } = stranger.address() as { readonly port: number };
    made.copyTo(join(home, "postgres"));

    const started = await startPostgres({ directory: join(home, "postgres"), isDurable: false, port });

    stranger.close();
    expect(started).toEqual({ ok: false, error: { kind: "postgres-port-busy", port } });
  });

  test.each([
    ["its version is gone", (data: string) => rmSync(join(data, "PG_VERSION")), "damaged-data-folder"],
    [
      "its version is no version",
      (data: string) => writeFileSync(join(data, "PG_VERSION"), "?"),
      "damaged-data-folder",
    ],
    [
      "it is of another version",
      (data: string) => writeFileSync(join(data, "PG_VERSION"), "17\n"),
      "data-version-differs",
    ],
    ["a file of it is gone", (data: string) => rmSync(join(data, "global", "pg_control")), "damaged-data-folder"],
    ["its journal is gone", (data: string) => rmSync(join(data, "pg_wal"), { recursive: true }), "damaged-data-folder"],
    ["its password is gone", (data: string) => rmSync(join(data, "..", "password")), "damaged-data-folder"],
  ])("%s", async (_what, damage, kind) => {
    made.copyTo(join(home, "postgres"));
    damage(join(home, "postgres", "data"));

    expect(await startPostgres({ directory: join(home, "postgres"), isDurable: false })).toMatchObject({
      error: { kind },
    });
  });

  test("its folder is a file", async () => {
    writeFileSync(join(home, "postgres"), "");

    const started = await startPostgres({ directory: join(home, "postgres"), isDurable: false });

    expect(started).toMatchObject({ error: { kind: "unusable-data-folder" } });
  });
});

describe("links of the package", () => {
  test("are made where the install script did not run, once and for all", () => {
    const directory = join(home, "package");
    mkdirSync(join(directory, "native", "lib"), { recursive: true });
    writeFileSync(join(directory, "native", "lib", "libx.so.1.2"), "library");
    const links = [{ source: "native/lib/libx.so.1.2", target: "native/lib/libx.so.1" }];
    writeFileSync(join(directory, "native", "pg-symlinks.json"), JSON.stringify(links));

    for (const time of ["first", "again"]) {
      expect([time, repairSymlinks(directory)]).toEqual([time, undefined]);
      expect(readFileSync(join(directory, "native", "lib", "libx.so.1"), "utf8")).toBe("library");
    }
  });

  test("that cannot be made are named", () => {
    const directory = join(home, "package");
    mkdirSync(join(directory, "native"), { recursive: true });
    const links = [{ source: "native/gone/libx.so.1.2", target: "native/gone/libx.so.1" }];
    writeFileSync(join(directory, "native", "pg-symlinks.json"), JSON.stringify(links));

    expect(repairSymlinks(directory)).toContain("libx.so.1 is missing");
    expect(repairSymlinks(join(home, "without-list"))).toBeUndefined();
  });
});

describe.runIf(IS_ROOT)("root", () => {
  test("gives its rights up to the data's owner where that is another user", () => {
    const data = join(home, "data");
    mkdirSync(data);
    chownSync(data, 12_345, 12_345);

    expect(chooseRunAs([data])).toEqual({
      ok: true,
      value: { kind: "account", account: { uid: 12_345, gid: 12_345 } },
    });
  });

  test("starts a server below a folder that is closed to others, without the right to write there", async () => {
    const closed = join(home, "closed");
    mkdirSync(closed, { mode: 0o700 });

    const server = await start(join(closed, "postgres"));

    const [row] = await query(server.url("postgres"), "select 1 as one");
    expect(row).toEqual({ one: 1 });
    expect(findClosedFolder(join(closed, "postgres"), NOBODY)).toBe(closed);
    expect(statSync(join(closed, "postgres", "data")).uid).not.toBe(0);
    expect(statSync(closed).mode & 0o777).toBe(0o700);
    const status = existsSync("/proc") ? readFileSync(`/proc/${server.pid}/status`, "utf8") : "";
    // Bit 2 is CAP_DAC_READ_SEARCH, the only one it keeps.
    expect(status).toMatch(/^CapEff:\s+0000000000000004$/m);
    expect(status).not.toMatch(/^Uid:\s+0\s/m);
  });

  test("starts a server whose programs lie below a closed folder", () => {
    const closed = join(home, "closed");
    mkdirSync(closed, { mode: 0o700 });
    const binaries = findBinaries();
    if (!binaries.ok) throw new Error(binaries.error.kind);
    const packageDirectory = dirname(dirname(dirname(binaries.value.postgres)));
    cpSync(join(packageDirectory, "native"), join(closed, "native"), { recursive: true, verbatimSymlinks: true });
    const data = join(home, "data");
    mkdirSync(data, { mode: 0o700 });
    const runAs = chooseRunAs([data, join(closed, "native", "bin", "postgres")]);
    if (!runAs.ok || runAs.value.kind !== "account-that-reads") throw new Error(JSON.stringify(runAs));
    chownSync(data, runAs.value.account.uid, runAs.value.account.gid);

    const initdb = join(closed, "native", "bin", "initdb");
    const command = commandFor(runAs.value, initdb, ["-D", data, "-U", "postgres", "-A", "trust", "--no-sync"]);
    const ended = spawnSync(command.file, [...command.args], { encoding: "utf8", cwd: "/" });

    expect(ended.stderr).toBe("");
    expect(ended.status).toBe(0);
  });

  // Another account cannot run our sources where the checkout lies in a closed folder, as root's home is.
  test.skipIf(CLOSED_FOLDER !== undefined)("can be an ordinary user, who needs no other account", async () => {
    const own = join(home, "own");
    mkdirSync(own);
    chownSync(own, NOBODY.uid, NOBODY.gid);

    const started = await outputOf(startElsewhere(join(own, "postgres"), NOBODY));

    expect(started).toEqual({ pid: expect.any(Number) as number });
    const server = await start(join(own, "postgres"));
    expect(server).toMatchObject({ pid: started["pid"], isAdopted: true });
    expect(statSync(join(own, "postgres", "data")).uid).toBe(NOBODY.uid);
  });
});
