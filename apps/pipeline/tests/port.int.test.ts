import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { embeddedConfig } from "../src/delivery/embedded-environment.ts";
import { readEnvironment } from "../src/delivery/read-environment.ts";
import { makeWorkspace } from "./workspace.ts";
import type { Workspace } from "./workspace.ts";

let workspace: Workspace;

beforeAll(async () => {
  workspace = await makeWorkspace(inject("postgresUrl"));
  await workspace.bundle("1.0.0");
  await workspace.run("up", "--detach");
});

afterAll(async () => {
  await workspace.run("down");
  workspace.remove();
});

function portWithout(variable: "PORT"): number {
  const variables = { SHOP_DATABASE: inject("postgresUrl"), [variable]: undefined };
  const environment = readEnvironment(workspace.rootDirectory, "development");
  return embeddedConfig(workspace.rootDirectory, environment, variables).port;
}

test("another port than the running environment's is refused before the pipeline runs", async () => {
  const up = await workspace.run("up", "--detach", "--port", String(workspace.port - 1));
  expect(up.exitCode).toBe(6);
  expect(up.output).toContain(`development runs already, on port ${workspace.port}.`);
  expect(up.output).toContain("npm run down");
  expect(up.output).not.toContain("compile");
});

test.each(["abc", "0", "65536", "3e3"])("--port %s is refused by its name", async (text) => {
  const up = await workspace.run("up", "--port", text);
  expect(up.exitCode).toBe(2);
  expect(up.output).toContain(`--port is "${text}": give a whole number from 1 to 65535.`);
});

test("an unknown strategy is refused with those that exist", async () => {
  const deploy = await workspace.run("deploy", "development", "--strategy", "canary");
  expect(deploy.exitCode).toBe(2);
  expect(deploy.output).toContain('there is no strategy "canary": choose blue-green or rolling.');
});

test("without PORT a running environment keeps its port, and a stopped one gets its file's", async () => {
  expect(portWithout("PORT")).toBe(workspace.port);
  await workspace.run("down");
  expect(portWithout("PORT")).toBe(3000);
});
