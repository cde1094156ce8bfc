import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { makeWorkspace } from "./workspace.ts";
import type { Workspace } from "./workspace.ts";

let workspace: Workspace;

beforeAll(async () => {
  workspace = await makeWorkspace(inject("postgresUrl"));
});

afterAll(() => workspace.remove());

test("run takes stages and jobs, and prints one JSON event a line with --json", async () => {
  const run = await workspace.run("run", "build", "--json");
  const types = run.output
    .trim()
    .split("\n")
    .map((line) => (JSON.parse(line) as { type: string }).type);
  expect(types[0]).toBe("run-started");
  expect(types.at(-1)).toBe("run-finished");
});

test("run names a stage that does not exist, with the one that was meant", async () => {
  const run = await workspace.run("run", "buld");
  expect(run.exitCode).toBe(2);
  expect(run.output).toMatch(/buld.*build/s);
});

test("a failing job ends with code 1 and shows the end of its log", async () => {
  workspace.git("mv", "src/cart.txt", "src/basket.txt");
  const run = await workspace.run("run", "compile");
  workspace.git("mv", "src/basket.txt", "src/cart.txt");
  expect(run.exitCode).toBe(1);
  expect(run.output).toContain("cart.txt: No such file");
});

test("explain says which file changed", async () => {
  await workspace.run("run", "compile");
  expect((await workspace.run("explain", "compile")).output).toContain("would be restored");
  workspace.write("src/cart.txt", "another cart\n");
  expect((await workspace.run("explain", "compile")).output).toMatch(/would be run:\n.*src\/cart\.txt changed/);
});

test("run --verbose shows what jobs write, and a run without it does not", async () => {
  workspace.write("src/cart.txt", `a cart of ${Math.PI}\n`);
  expect((await workspace.run("run", "compile", "--force", "--verbose")).output).toContain("compile | a cart of 3.14");
  expect((await workspace.run("run", "compile", "--force")).output).not.toContain("compile | ");
});

test("run --for-branch is for the environment that the branch is held to", async () => {
  const onMain = await workspace.run("run", "compile", "--for-branch");
  expect([onMain.exitCode, onMain.output]).toEqual([2, expect.stringContaining("main is in no row of branchTriggers")]);
  workspace.git("switch", "--quiet", "--create", "develop");
  const onDevelop = await workspace.run("run", "compile", "--for-branch", "--json");
  expect(JSON.parse(onDevelop.output.split("\n")[0] ?? "")).toMatchObject({ environmentName: "development" });
  const both = await workspace.run("run", "compile", "--for-branch", "--environment", "development");
  expect(both.exitCode).toBe(2);
  workspace.git("switch", "--quiet", "main");
});

test("branch says what a push starts, and what is wrong with a name", async () => {
  const develop = await workspace.run("branch", "develop");
  expect(develop.output).toContain("develop runs build, package, deploy");
  expect(develop.output).toContain("development: at once");
  expect(develop.exitCode).toBe(0);
  const wrong = await workspace.run("branch", "feature/add-x");
  expect(wrong.output).toContain("feature/add-x runs build  (as feature/*)");
  expect(wrong.output).toContain("deploys to no environment");
  expect(wrong.output).toMatch(/\^{5} write the ticket and a short name[^]*feature\/US-123-add-x/);
  expect((await workspace.run("branch", "nonsense")).output).toContain("nonsense starts nothing");
  const json = JSON.parse((await workspace.run("branch", "main", "--json")).output) as unknown;
  expect(json).toMatchObject({ branch: "main", stages: [], environments: [], mistakes: [] });
});

test("env check says where pipeline.ts and an environment's file do not agree", async () => {
  const text = (await workspace.run("env", "show", "development")).output;
  expect(text).toContain('"develop"');
  const path = "environments/development.yaml";
  const before = readFileSync(join(workspace.rootDirectory, path), "utf8");
  workspace.write(path, before.replace("branches: [develop]", "branches: [trunk]"));
  const check = await workspace.run("env", "check");
  workspace.write(path, before);
  expect(check.exitCode).toBe(2);
  expect(check.output).toContain('branchTriggers in pipeline.ts does not send "trunk" to development');
});

test("env check names the file, the line and the key of a problem", async () => {
  expect((await workspace.run("env", "check")).output).toContain("1 environments, no problem");
  workspace.write("environments/broken.yaml", "name: broken\nurll: http://localhost\n");
  const check = await workspace.run("env", "check");
  expect(check.exitCode).toBe(2);
  expect(check.output).toMatch(/environments\/broken\.yaml:2:1 .*urll/);
  expect((await workspace.run("env", "show", "development")).output).toContain('"strategy": "blue-green"');
});

test("an environment that does not exist is named with those that do", async () => {
  const status = await workspace.run("status", "staging");
  expect(status.exitCode).toBe(2);
  expect(status.output).toContain("development");
});

test("release plan derives the version from the commits", async () => {
  expect((await workspace.run("release", "plan")).output).toContain("a release would be 0.1.0");
  workspace.git("tag", "v0.1.0");
  workspace.git("commit", "--quiet", "--allow-empty", "--message", "fix(cart): keep quantities");
  const plan = JSON.parse((await workspace.run("release", "plan", "--json")).output) as { buildVersion: string };
  expect(plan.buildVersion).toBe("0.1.1-dev.1");
});

test("deploying without a release says how to make one", async () => {
  const deploy = await workspace.run("deploy", "development");
  expect(deploy.exitCode).toBe(2);
  expect(deploy.output).toContain("./pipeline run bundle");
});

test("an environment that is stopped says how to start it", async () => {
  expect((await workspace.run("status", "development")).output).toContain("npm run up");
  expect((await workspace.run("rollback", "development")).exitCode).toBe(1);
});

test("an unknown command suggests the one that was meant and ends with code 2", async () => {
  expect((await workspace.run("stats")).exitCode).toBe(2);
  expect((await workspace.run("--help")).exitCode).toBe(0);
});

test("clean removes old runs, and doctor says what is there", async () => {
  expect((await workspace.run("clean")).output).toContain("removed");
  expect((await workspace.run("doctor")).output).toMatch(/✔ node/);
});
