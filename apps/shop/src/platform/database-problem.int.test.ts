import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { expect, inject, test } from "vitest";
import { findDatabaseProblem } from "./database-problem.ts";

const SCRIPTS = fileURLToPath(new URL("../../scripts/", import.meta.url));

function changedUrl(change: (url: URL) => void): string {
  const url = new URL(inject("postgresUrl"));
  change(url);
  return url.href;
}

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function runScript(name: string, databaseUrl: string) {
  const script = spawn(process.execPath, ["--conditions=source", `${SCRIPTS}${name}`], {
    env: { PATH: process.env["PATH"], DATABASE_URL: databaseUrl, PORT: String(await closedPort()) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [output, errors, [exitCode]] = await Promise.all([
    text(script.stdout),
    text(script.stderr),
    once(script, "exit"),
  ]);
  return { output, errors, exitCode: Number(exitCode) };
}

test("a database that answers has no problem", async () => {
  expect(await findDatabaseProblem(inject("postgresUrl"))).toBeNull();
});

test("a wrong password, and a database that is not there, are told apart", async () => {
  const wrong = await findDatabaseProblem(changedUrl((url) => (url.password = "s3cret")));
  expect(wrong).toContain("the server refuses user and password");
  const missing = await findDatabaseProblem(changedUrl((url) => (url.pathname = "/missing")));
  expect(missing).toContain("no database missing");
});

test.each(["dev.ts", "db-migrate.ts"])(
  "%s ends with one message, and no stack, where nothing listens",
  async (name) => {
    const port = await closedPort();
    const run = await runScript(name, `postgres://ann:s3cret@127.0.0.1:${port}/shop`);
    expect(run.exitCode).toBe(1);
    expect(run.errors.trim().split("\n")).toEqual(
      [
        `DATABASE_URL is postgres://ann:***@127.0.0.1:${port}/shop, and nothing listens on 127.0.0.1:${port}: start the server, or correct host and port.`,
      ].map((line) => expect.stringContaining(line)),
    );
    expect(run.output).toBe("");
  },
);

test("dev names an address that is none", async () => {
  const run = await runScript("dev.ts", "localhost/shop");
  expect(run.exitCode).toBe(1);
  expect(run.errors).toMatch(/^DATABASE_URL is not the address of a PostgreSQL database.*\n$/);
});
