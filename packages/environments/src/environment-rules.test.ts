import { expect, test } from "vitest";
import { describeEnvironmentProblem, parseEnvironment } from "./parse-environment.ts";
import { anEnvironmentText } from "./test-builders/environment-text.ts";

function brokenPaths(changes: Readonly<Record<string, string>>, fileName = "environments/staging.yaml"): string[] {
  const parsed = parseEnvironment(anEnvironmentText(changes), fileName);
  return parsed.ok ? [] : parsed.error.map((problem) => problem.path);
}

test.each([
  ["environments/staging.yaml", []],
  ["staging.yml", []],
  ["C:\\shop\\staging.yaml", []],
  ["environments/production.yaml", ["name"]],
])("the name is that of the file %s, else %j is wrong", (fileName, paths) => {
  expect(brokenPaths({}, fileName)).toEqual(paths);
});

test.each([
  ["https://example.com", true],
  ["http://localhost:3000", true],
  ["http://127.0.0.1:3000", true],
  ["http://example.com", false],
  ["https://example.com/", false],
  ["https://example.com/shop", false],
  ["ftp://example.com", false],
  ["example.com", false],
])("the address %s is allowed: %s", (url, isAllowed) => {
  expect(brokenPaths({ "url:": `url: ${url}` })).toEqual(isAllowed ? [] : ["url"]);
});

test.each([
  ["DATABASE_URL", true],
  ["STAGING_2_URL", true],
  ["database_url", false],
  ["2_URL", false],
  ["$DATABASE_URL", false],
])("the variable name %s is allowed: %s", (name, isAllowed) => {
  const changes = { "database_url:": `database_url: { from_variable: ${name} }` };
  expect(brokenPaths(changes)).toEqual(isAllowed ? [] : ["database_url.from_variable"]);
  const redis = { "redis_url:": `redis_url: { from_variable: ${name} }` };
  expect(brokenPaths(redis)).toEqual(isAllowed ? [] : ["redis_url.from_variable"]);
});

test.each([
  [{ "required:": "required: 0", "by:": "by: []", "on:": "on: push" }, []],
  [{ "required:": "required: 1", "by:": "by: [operations]", "on:": "on: approval" }, []],
  [{ "required:": "required: 0", "by:": "by: []", "on:": "on: approval" }, ["approval.required"]],
  [{ "required:": "required: 1", "by:": "by: []", "on:": "on: approval" }, ["approval.by"]],
  [{ "required:": "required: 1", "by:": "by: []", "on:": "on: push" }, ["approval.by"]],
])("%o leaves %j wrong", (changes, paths) => {
  expect(brokenPaths(changes)).toEqual(paths);
});

test.each([
  ["push", ["trigger.branches"]],
  ["manual", []],
])("no branch with the trigger %s leaves %j wrong", (on, paths) => {
  expect(brokenPaths({ "on:": `on: ${on}`, "branches:": "branches: []" })).toEqual(paths);
});

test.each([
  ["push", ["trigger.on"]],
  ["manual", []],
])("production data changed by %s leaves %j wrong", (on, paths) => {
  expect(brokenPaths({ "data:": "data: production", "on:": `on: ${on}` })).toEqual(paths);
});

test.each([
  ["mock", []],
  ["anonymised", ["database_url"]],
])("an embedded database with %s data leaves %j wrong", (data, paths) => {
  expect(brokenPaths({ "database_url:": "database_url: embedded", "data:": `data: ${data}` })).toEqual(paths);
});

test.each([
  [1, []],
  [2, ["rollout.max_unavailable"]],
])("%i missing of 2 web processes leaves %j wrong", (count, paths) => {
  expect(brokenPaths({ "strategy:": `strategy: rolling\n  max_unavailable: ${count}` })).toEqual(paths);
});

test("a broken rule is placed at the value, or at the start for a value that is not written", () => {
  const parsed = parseEnvironment(anEnvironmentText({ "url:": "url: nowhere" }), "staging.yaml");
  const lines = parsed.ok ? [] : parsed.error.map(describeEnvironmentProblem);
  expect(lines).toEqual([expect.stringContaining("staging.yaml:3:6 url: must be an https address")]);
});
