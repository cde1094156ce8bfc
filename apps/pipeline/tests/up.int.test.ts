import { readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { makeWorkspace } from "./workspace.ts";
import type { Workspace } from "./workspace.ts";

let workspace: Workspace;

beforeEach(async () => {
  workspace = await makeWorkspace(inject("postgresUrl"));
});

afterEach(async () => {
  await workspace.run("down");
  workspace.remove();
});

async function servingRelease(): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${workspace.port}/`);
  return ((await answer.json()) as { releaseId: string }).releaseId;
}

test("up runs the pipeline, serves the release, and says where shop and report are", async () => {
  const release = await workspace.bundle("1.0.0");
  const up = await workspace.run("up", "--detach");
  expect(up.output).toContain(`http://localhost:${workspace.port}`);
  expect(up.exitCode).toBe(0);
  expect(await servingRelease()).toBe(release.id);
  const report = /Report: (\S+report\.html)\n {2}Stop/.exec(up.output)?.[1] ?? "";
  expect(readFileSync(join(process.cwd(), report), "utf8")).toContain("fixture");
});

test("a second up restores what did not change and deploys nothing for the same digest", async () => {
  await workspace.bundle("1.0.0");
  await workspace.run("up", "--detach");
  const again = await workspace.run("up", "--detach");
  expect(again.output).toMatch(/compile +restored .*inputs unchanged/);
  expect(again.output).toMatch(/deploy +skipped .*the same digest/);
  expect(again.exitCode).toBe(0);
});

test("an up with a new release brings it on, and rollback goes back to the one before", async () => {
  const first = await workspace.bundle("1.0.0");
  await workspace.run("up", "--detach");
  const second = await workspace.bundle("1.1.0");
  expect((await workspace.run("up", "--detach")).exitCode).toBe(0);
  expect(await servingRelease()).toBe(second.id);
  const back = await workspace.run("rollback", "development");
  expect(back.output).toContain(`rolled back: ${first.id} serves`);
  expect(back.exitCode).toBe(0);
  expect(await servingRelease()).toBe(first.id);
  expect((await workspace.run("history", "development")).output.split("\n")[0]).toContain("roll-back");
});

test("deploy --release takes the beginning of an id, and status tells what serves", async () => {
  const first = await workspace.bundle("1.0.0");
  await workspace.run("up", "--detach");
  const second = await workspace.bundle("1.1.0");
  expect((await workspace.run("deploy", "development", "--release", second.id.slice(0, 12))).exitCode).toBe(0);
  const status = await workspace.run("status", "development");
  expect(status.output).toContain(`${second.id}  100 % of traffic, 2/2 web processes healthy`);
  expect(status.output).toContain(`${first.id}  warm, no traffic`);
});

test("a release that does not become healthy gets no traffic, and the run ends with code 4", async () => {
  const good = await workspace.bundle("1.0.0");
  await workspace.run("up", "--detach");
  await workspace.bundle("1.1.0", "crashes");
  const up = await workspace.run("up", "--detach");
  expect(up.exitCode).toBe(4);
  expect(up.output).toContain("rolled back by itself");
  expect(await servingRelease()).toBe(good.id);
});

test("an up after a down returns when the release serves again, and fails where it cannot", async () => {
  const release = await workspace.bundle("1.0.0");
  await workspace.run("up", "--detach");
  await workspace.run("down");
  const again = await workspace.run("up", "--detach");
  expect(again.output).toMatch(/deploy +skipped .*the same digest/);
  expect((await workspace.run("status", "development")).output).toContain("2/2 web processes healthy");
  await workspace.run("down");
  workspace.write(`${release.bundlePath}/app/main.mjs`, 'throw new Error("half a file");');
  const broken = await workspace.run("up", "--detach");
  expect(broken.exitCode).toBe(1);
  expect(broken.output).toContain("half a file");
  expect(broken.output).toContain(`delete ${release.bundlePath} and run this again`);
});

test("a port that something else uses is named before the pipeline runs", async () => {
  await workspace.bundle("1.0.0");
  const other = createServer().listen(workspace.port, "127.0.0.1");
  const up = await workspace.run("up", "--detach");
  await new Promise((resolve) => other.close(resolve));
  expect(up.exitCode).toBe(2);
  expect(up.output).toContain(`port ${workspace.port} cannot be used`);
  expect(up.output).toContain(`--port ${workspace.port + 1}`);
});

test("a shallow checkout is refused with the command that mends it", async () => {
  workspace.write(".git/shallow", `${workspace.git("rev-parse", "HEAD").trim()}\n`);
  const up = await workspace.run("up", "--detach");
  expect(up.exitCode).toBe(2);
  expect(up.output).toContain("git fetch --unshallow");
});

test("down stops everything, and a second down finds nothing running", async () => {
  await workspace.bundle("1.0.0");
  await workspace.run("up", "--detach");
  expect((await workspace.run("down")).output).toContain("development stopped");
  await expect(fetch(`http://127.0.0.1:${workspace.port}/`)).rejects.toThrow();
  expect((await workspace.run("down")).output).toContain("was not running");
});

test("a folder in place of the journal is named by up, deploy and status, without a stack", async () => {
  const release = await workspace.bundle("1.0.0");
  const journal = ".data/environments/development/journal.ndjson";
  workspace.write(`${journal}/kept`, "");
  for (const argv of [
    ["up", "--detach"],
    ["deploy", "development"],
    ["status", "development"],
  ]) {
    const command = await workspace.run(...argv);
    expect(command.exitCode).not.toBe(0);
    expect(command.output).toContain(`${journal} is damaged: a folder stands where this file belongs.`);
    expect(command.output).toContain("move the folder away");
    expect(command.output).not.toMatch(/\n\s+at /);
  }
  rmSync(join(workspace.rootDirectory, journal), { recursive: true });
  expect((await workspace.run("up", "--detach")).exitCode).toBe(0);
  expect(await servingRelease()).toBe(release.id);
});

test("a damaged state file is named, with what to do", async () => {
  workspace.write(".data/environments/development/journal.ndjson", "not json\n{}\n");
  const status = await workspace.run("status", "development");
  expect(status.exitCode).not.toBe(0);
  expect(status.output).toContain("journal.ndjson");
});
