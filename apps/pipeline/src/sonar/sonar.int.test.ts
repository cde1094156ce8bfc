import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JobContext } from "@ecommerce-cart/pipeline-model";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { judgeSonarGate } from "../jobs/sonar-jobs.ts";
import { playAnswers } from "../testing/recorded-server.ts";
import type { RecordedAnswer, RecordedServer } from "../testing/recorded-server.ts";
import { readQualityGate } from "./read-quality-gate.ts";

const TOKEN = "squ_0123456789abcdef";
const TASK = "/api/ce/task?id=AYx";
const STATUS = "/api/qualitygates/project_status?analysisId=AYy";
const SUCCESS = { body: { task: { id: "AYx", status: "SUCCESS", analysisId: "AYy" } } };
const OK = {
  body: {
    projectStatus: {
      status: "OK",
      ignoredConditions: false,
      conditions: [
        { status: "OK", metricKey: "new_coverage", comparator: "LT", errorThreshold: "80", actualValue: "85.2" },
      ],
    },
  },
};

let folder: string;
let server: RecordedServer | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sonar-"));
});

afterEach(async () => {
  await server?.close();
  server = undefined;
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** Plays each path's answers in turn; the last one stays. */
async function play(answers: Readonly<Record<string, readonly RecordedAnswer[]>>): Promise<string> {
  const asked = new Map<string, number>();
  server = await playAnswers(({ line }) => {
    const path = line.replace("GET ", "");
    const count = asked.get(path) ?? 0;
    asked.set(path, count + 1);
    return answers[path]?.[Math.min(count, (answers[path]?.length ?? 1) - 1)];
  });
  return server.url;
}

function read(hostUrl: string, deadlineMs = 10_000) {
  return readQualityGate({ hostUrl, token: TOKEN, taskId: "AYx", deadlineMs, pollMs: 5 });
}

test("a task is waited for, then the quality gate is read", async () => {
  const hostUrl = await play({
    [TASK]: [{ body: { task: { status: "PENDING" } } }, { body: { task: { status: "IN_PROGRESS" } } }, SUCCESS],
    [STATUS]: [OK],
  });
  expect(await read(hostUrl)).toEqual({
    kind: "answered",
    status: "OK",
    hasIgnoredConditions: false,
    conditions: [{ metric: "new_coverage", status: "OK", comparator: "LT", limit: "80", value: "85.2" }],
  });
  expect(server?.seen.map(({ line }) => line)).toHaveLength(4);
  expect(server?.seen[0]?.headers.authorization).toBe(`Bearer ${TOKEN}`);
});

test("the wait is bounded", async () => {
  const hostUrl = await play({ [TASK]: [{ body: { task: { status: "PENDING" } } }] });
  expect(await read(hostUrl, 20)).toMatchObject({
    kind: "unavailable",
    reason: "The server did not finish the analysis within 0.02 s: it is still PENDING.",
  });
});

test.each([
  [{ [TASK]: [{ body: { task: { status: "FAILED", errorMessage: "disk full" } } }] }, "ended as FAILED: disk full."],
  [{ [TASK]: [{ body: { task: { status: "CANCELED" } } }] }, "ended as CANCELED."],
  [{ [TASK]: [{ body: {} }] }, "ended as unknown."],
  [{ [TASK]: [{ status: 401, body: "" }] }, "SONAR_TOKEN is wrong, or has expired."],
  [{ [TASK]: [{ status: 403, body: { errors: [{ msg: "Insufficient privileges" }] } }] }, "Insufficient privileges"],
  [{ [TASK]: [{ status: 503, body: "starting" }] }, "answered 503: starting."],
  [{ [TASK]: [{ body: "<html>login</html>" }] }, "not with JSON"],
  [{ [TASK]: [SUCCESS], [STATUS]: [{ body: {} }] }, "without the status of the project"],
  [{ [TASK]: [SUCCESS] }, "answered 404"],
] satisfies readonly [Readonly<Record<string, readonly RecordedAnswer[]>>, string][])(
  "%j is unavailable: %s",
  async (answers, reason) => {
    const outcome = await read(await play(answers));
    expect(outcome).toMatchObject({ kind: "unavailable", reason: expect.stringContaining(reason) as string });
    expect(JSON.stringify(outcome)).not.toContain(TOKEN);
  },
);

test("a project without a quality gate says NONE", async () => {
  const hostUrl = await play({
    [TASK]: [SUCCESS],
    [STATUS]: [{ body: { projectStatus: { status: "NONE", conditions: [] } } }],
  });
  expect(await read(hostUrl)).toMatchObject({ kind: "answered", status: "NONE" });
});

const POLICY = { name: "SonarQube quality gate", isRequired: false };

function aContext(environment: Readonly<Record<string, string>>, lines: string[] = []): JobContext {
  return {
    rootDirectory: folder,
    runDirectory: folder,
    source: { commit: "0".repeat(40), isDirty: false, label: "0000000" },
    environment,
    environmentName: "development",
    signal: new AbortController().signal,
    log: (line) => lines.push(line),
  };
}

/** A scanner as far as its interface goes: it writes which task its upload became. */
function installScanner(script: string): void {
  writeFileSync(join(folder, "sonar-scanner"), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, "sonar-scanner"), 0o755);
  vi.stubEnv("PATH", `${folder}:/usr/bin:/bin`);
}

test("without a server nothing is claimed", async () => {
  expect(await judgeSonarGate(POLICY, aContext({}))).toEqual({
    kind: "skipped",
    note: "not configured; the built-in measures judge",
  });
});

test("with a server and its scanner the verdict is the server's", async () => {
  const hostUrl = await play({ [TASK]: [SUCCESS], [STATUS]: [OK] });
  installScanner(
    'mkdir -p .scannerwork; echo "uploading to $SONAR_HOST_URL"; printf "projectKey=x\\nserverUrl=%s\\nceTaskId=AYx\\n" "$SONAR_HOST_URL" > .scannerwork/report-task.txt',
  );
  const lines: string[] = [];
  const outcome = await judgeSonarGate(POLICY, aContext({ SONAR_HOST_URL: `${hostUrl}/`, SONAR_TOKEN: TOKEN }, lines));
  expect(outcome).toMatchObject({ kind: "passed", verdicts: [{ status: "pass", family: "code", isRequired: false }] });
  expect(lines.join("\n")).toContain("uploading to");
});

test.each([
  [{ SONAR_HOST_URL: "sonar" }, "exit 0", "no http or https address"],
  [{ SONAR_HOST_URL: "http://127.0.0.1:1" }, "exit 0", "SONAR_TOKEN is not set"],
  [{ SONAR_HOST_URL: "http://127.0.0.1:1", SONAR_TOKEN: TOKEN }, "exit 3", "sonar-scanner ended with 3"],
  [{ SONAR_HOST_URL: "http://127.0.0.1:1", SONAR_TOKEN: TOKEN }, "exit 0", "it uploaded nothing"],
  [
    { SONAR_HOST_URL: "http://127.0.0.1:1", SONAR_TOKEN: TOKEN },
    "mkdir -p .scannerwork; echo serverUrl=https://other.example > .scannerwork/report-task.txt",
    "names another server",
  ],
])("%j with `%s` is not measured: %s", async (environment, script, reason) => {
  installScanner(script);
  expect(await judgeSonarGate(POLICY, aContext(environment as Readonly<Record<string, string>>))).toMatchObject({
    verdicts: [{ status: "not-measured", reason: expect.stringContaining(reason) as string }],
  });
});

test("a scanner that is not at hand is named", async () => {
  vi.stubEnv("PATH", folder);
  const environment = { SONAR_HOST_URL: "http://127.0.0.1:1", SONAR_TOKEN: TOKEN };
  expect(await judgeSonarGate(POLICY, aContext(environment))).toMatchObject({
    verdicts: [{ status: "not-measured", reason: expect.stringContaining("install sonar-scanner") as string }],
  });
});
