import { expect, test } from "vitest";
import { describeEnvironmentProblem, parseEnvironment } from "./parse-environment.ts";
import { anEnvironment, anEnvironmentText } from "./test-builders/environment-text.ts";

function problemsOf(text: string, fileName = "staging.yaml"): readonly string[] {
  const parsed = parseEnvironment(text, fileName);
  return parsed.ok ? [] : parsed.error.map(describeEnvironmentProblem);
}

test("a file becomes a typed environment, with defaults and milliseconds", () => {
  expect(anEnvironment()).toEqual({
    name: "staging",
    purpose: "Integration testing",
    url: "https://staging.example.com",
    access: ["developers", "qa"],
    data: "anonymised",
    trigger: { on: "push", branches: ["develop"] },
    approval: { required: 0, by: [] },
    target: { kind: "embedded", port: 3001 },
    rollout: {
      strategy: "blue-green",
      webCount: 2,
      workerCount: 1,
      maxUnavailable: 0,
      warmWindowMs: 600_000,
      healthDeadlineMs: 30_000,
      drainTimeoutMs: 30_000,
    },
    database: { kind: "variable", variable: "STAGING_DATABASE_URL" },
    redis: { kind: "none" },
    databasePoolSize: 10,
    shutdownTimeoutMs: 10_000,
    logLevel: "info",
    features: { paymentProcessing: true, emailNotifications: false },
    requiredGates: ["functional", "code"],
    branchPolicy: "enforce",
  });
});

test("optional keys replace their defaults", () => {
  const environment = anEnvironment({
    "strategy:": "strategy: rolling\n  max_unavailable: 1",
    "redis_url:": "redis_url: { from_variable: REDIS_URL }\nshutdown_timeout: 20s\ndatabase_pool_size: 5",
  });
  expect(environment.rollout).toMatchObject({ strategy: "rolling", maxUnavailable: 1 });
  expect(environment).toMatchObject({
    redis: { kind: "variable", variable: "REDIS_URL" },
    shutdownTimeoutMs: 20_000,
    databasePoolSize: 5,
  });
});

test("every problem comes at once, with its place", () => {
  const text = anEnvironmentText({ "web_count:": "web_count: 0", "log_level:": "log_level: loud", "data:": "" });
  expect(problemsOf(text, "environments/staging.yaml")).toEqual([
    "environments/staging.yaml:1:1 data: is missing",
    "environments/staging.yaml:17:14 rollout.web_count: 0 does not fit: give a whole number from 1 to 16",
    'environments/staging.yaml:24:12 log_level: "loud" is not known: choose trace, debug, info, warn, error',
  ]);
});

test.each([
  ["web_count:", "webCuont: 2", "18:3 rollout.webCuont: unknown key: did you mean web_count?"],
  ["on:", "on: pusch", '7:7 trigger.on: "pusch" is not known: did you mean push?'],
  ["by:", "by: []\n  colour: red", "12:3 approval.colour: unknown key: known here: required, by"],
])("what is nearly right is suggested: %s %s", (start, replacement, expected) => {
  const text = anEnvironmentText({ [start]: replacement }).replace("webCuont: 2", "web_count: 2\n  webCuont: 2");
  expect(problemsOf(text)).toEqual([`staging.yaml:${expected}`]);
});

test.each([
  ["web_count:", "web_count: 1", true],
  ["web_count:", "web_count: 16", true],
  ["web_count:", "web_count: 17", false],
  ["web_count:", "web_count: 1.5", false],
  ["web_count:", 'web_count: "2"', false],
  ["worker_count:", "worker_count: 0", true],
  ["worker_count:", "worker_count: -1", false],
  ["port:", "port: 65535", true],
  ["port:", "port: 65536", false],
  ["port:", "port: 0", false],
  ["warm_window:", "warm_window: 0s", true],
  ["warm_window:", "warm_window: 168h", true],
  ["warm_window:", "warm_window: 169h", false],
  ["warm_window:", "warm_window: 10", false],
  ["drain_timeout:", "drain_timeout: 999ms", false],
  ["drain_timeout:", "drain_timeout: 1s", true],
  ["drain_timeout:", "drain_timeout: 10m", true],
  ["drain_timeout:", "drain_timeout: 601s", false],
  ["payment_processing:", "payment_processing: yes", false],
  ["purpose:", "purpose:", false],
  ["purpose:", "purpose: {}", false],
  ["access:", "access: developers", false],
  ["access:", "access: [1]", false],
  ["access:", "access: []", true],
  ["required_gates:", "required_gates: [functional, luck]", false],
  ["branches:", "branches:", false],
  ["redis_url:", "redis_url: redis://localhost", false],
  ["redis_url:", "redis_url: embedded", false],
  ["redis_url:", "redis_url: { from_variable: REDIS_URL, or: x }", false],
])("with %s as %j the file is valid: %s", (start, replacement, isValid) => {
  expect(problemsOf(anEnvironmentText({ [start]: replacement })).length).toBe(isValid ? 0 : 1);
});

test("a section that is no mapping is one problem", () => {
  const text = anEnvironmentText({ "features:": "features: all", payment_pro: "", email_not: "" });
  expect(problemsOf(text)).toEqual(['staging.yaml:25:11 features: "all" is no mapping of keys to values']);
});

test("a missing section is one problem", () => {
  const text = anEnvironmentText({ "features:": "", payment_pro: "", email_not: "" });
  expect(problemsOf(text)).toEqual(["staging.yaml:1:1 features: is missing"]);
});

test.each([
  ["", "1:1 nothing is no mapping of keys to values"],
  ["- a", "1:1 a list is no mapping of keys to values"],
  ["a: [", "1:5 is no valid YAML: bad indent"],
  ["name: a\nname: b", "2:1 is no valid YAML: duplicate key"],
  ["a: 1\n---\nb: 2", "2:1 is no valid YAML: multiple docs"],
])("the text %j is refused", (text, expected) => {
  expect(problemsOf(text)).toContain(`staging.yaml:${expected}`);
});

test("anchors are followed, and one that holds itself does not hang", () => {
  expect(problemsOf(anEnvironmentText({ "access:": "access: &who [qa]", "by:": "by: *who" }))).toEqual([]);
  expect(problemsOf("rollout: &a { rollout: *a }\nfeatures: *a").length).toBeGreaterThan(0);
});

test("a value of any length is shown in part", () => {
  const [problem = ""] = problemsOf(anEnvironmentText({ "data:": `data: ${"x".repeat(500)}` }));
  expect(problem.length).toBeLessThan(200);
});

test.each([
  ["database_url:", "database_url: postgres://shop:hunter2@db:5432/shop", "a URL with a password"],
  ["database_url:", "database_url: { from_variable: 'postgres://shop:hunter2@db/shop' }", "a URL with a password"],
  ["redis_url:", "redis_url: redis://:hunter2@cache", "a URL with a password"],
  ["purpose:", "purpose: fine # postgres://shop:hunter2@db/shop", "a URL with a password"],
  ["purpose:", "purpose: host=db password=hunter2", "a password"],
  ["purpose:", "purpose: sk_live_hunter2", "a payment key"],
  ["purpose:", "purpose: AKIAHUNTER2HUNTER2AB", "a cloud access key"],
  ["purpose:", "purpose: '-----BEGIN RSA PRIVATE KEY-----'", "a private key"],
])("a secret typed into the file is refused and never shown: %s %s", (start, replacement, looksLike) => {
  const problems = problemsOf(anEnvironmentText({ [start]: replacement }));
  expect(problems.join("\n")).toContain(`looks like ${looksLike}`);
  expect(problems.join("\n").toLowerCase()).not.toContain("hunter2");
});

test("several secrets come in the order of the text", () => {
  const text = anEnvironmentText({ "purpose:": "purpose: password=a", "redis_url:": "redis_url: redis://:b@c" });
  expect(problemsOf(text).filter((problem) => problem.includes("looks like"))).toEqual([
    expect.stringContaining("2:10 looks like a password"),
    expect.stringContaining("23:12 looks like a URL with a password"),
  ]);
});

test("broken YAML around a secret does not show it", () => {
  expect(problemsOf("database_url: [postgres://shop:hunter2@db/shop").join("\n")).not.toContain("hunter2");
});

test("an address without a password is no secret", () => {
  expect(problemsOf(anEnvironmentText({ "purpose:": "purpose: see https://wiki.example.com:8080/a@b" }))).toEqual([]);
});
