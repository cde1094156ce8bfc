import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { JobContext, Verdict } from "@ecommerce-cart/pipeline-model";
import { expect, test } from "vitest";
import { readIfPresent } from "./small-files.ts";
import { aRun, temporaryCheckout } from "./testing/temporary-checkout.ts";
import { runPipeline } from "./run-pipeline.ts";
import { waitFor } from "./testing/wait-for.ts";

const PATH = process.env["PATH"];

test("a command sees what it declares and the base, and nothing else", async () => {
  using checkout = temporaryCheckout();
  const job = { name: "env", command: "env", inputs: [], environment: ["MODE"], secrets: ["TOKEN", "UNSET"] };
  const processEnvironment = {
    PATH,
    HOME: "/home/x",
    MODE: "fast",
    TOKEN: "tok-12345",
    STRANGER: "seen",
    npm_config_x: "y",
  };
  const names = (await checkout.run([job], { processEnvironment }))
    .log("env")
    .split("\n")
    .map((line) => line.split("=")[0]);
  const ofTheShell = ["PWD", "SHLVL", "_", "OLDPWD", ""];
  expect(names.filter((name) => !ofTheShell.includes(name ?? "")).sort()).toEqual(["HOME", "MODE", "PATH", "TOKEN"]);
});

test("tools of the checkout come first on the path, and commands run at its root", async () => {
  using checkout = temporaryCheckout({ "node_modules/.bin/tool": "#!/bin/sh\necho from $PWD" });
  const job = { name: "tool", command: "sh $(command -v tool || echo node_modules/.bin/tool)", inputs: [] };
  const run = await checkout.run([job]);
  expect(run.log("tool")).toContain(`from ${checkout.root}`);
});

test("a secret is masked in log, events, reasons and restored logs, though it comes in two pieces", async () => {
  using checkout = temporaryCheckout();
  const secret = "hunter2-and-more";
  const script = `process.stdout.write("a hunter2"); setTimeout(() => process.stdout.write("-and-more b\\n"), 50)`;
  const encoded = `printf %s "$TOKEN" | base64; echo "$TOKEN" >&2`;
  const job = { name: "leak", command: `node -e '${script}'; ${encoded}`, inputs: [], secrets: ["TOKEN"] };
  const call = {
    name: "call",
    inputs: [],
    run: async (context: JobContext) => {
      context.log(`function says ${secret}`);
      return { kind: "passed" as const, note: `with ${secret}`, verdicts: [aVerdict({ reason: `saw ${secret}` })] };
    },
  };
  const options = { processEnvironment: { PATH, TOKEN: secret } };
  const run = await checkout.run([job, call], options);
  expect(run.log("leak")).toContain("a *** b\n");
  expect(run.log("call")).toBe("function says ***\n");
  const restored = await checkout.run([job, call], options);
  expect(restored.statusOf("leak")).toBe("restored");
  const files = [run, restored].flatMap(({ runDirectory }) =>
    ["events.ndjson", "logs/leak.log", "logs/call.log"].map((name) => readFileSync(join(runDirectory, name), "utf8")),
  );
  const everything = JSON.stringify([run.events, restored.events, run.jobs, files]);
  expect(everything).not.toContain(secret);
  expect(everything).not.toContain(Buffer.from(secret).toString("base64"));
  expect(run.finished("call")).toMatchObject({ reason: "with ***", verdicts: [{ reason: "saw ***" }] });
});

test.each([
  ["abc", "failed", "secret TOKEN has fewer than 4 characters and cannot be masked"],
  ["abcd", "passed", undefined],
  ["", "passed", undefined],
])("a job with the secret %j is %s", async (value, status, reason) => {
  using checkout = temporaryCheckout();
  const job = { name: "short", command: "true", inputs: [], secrets: ["TOKEN"] };
  const run = await checkout.run([job], { processEnvironment: { PATH, TOKEN: value } });
  expect([run.statusOf("short"), run.finished("short").reason]).toEqual([status, reason]);
});

test("a timeout ends a job with all that it started, also what ignores the first signal", async () => {
  using checkout = temporaryCheckout();
  const grandchild = `trap "" TERM; echo $$ > .data/pid; while :; do sleep 0.05; done`;
  const job = { name: "hang", inputs: [], timeoutMs: 400, command: `mkdir -p .data; sh -c '${grandchild}' & wait` };
  const run = await checkout.run([job], { killGraceMs: 200 });
  expect([run.statusOf("hang"), run.finished("hang").reason]).toEqual(["failed", "timed out after 400 ms"]);
  await waitFor(() => !isRunning(Number(checkout.read(".data/pid"))));
});

test("what a command leaves running behind itself ends with it", async () => {
  using checkout = temporaryCheckout();
  const job = { name: "daemon", inputs: [], command: `mkdir -p .data; (sleep 60 & echo $! > .data/pid); echo done` };
  const run = await checkout.run([job]);
  expect(run.statusOf("daemon")).toBe("passed");
  await waitFor(() => !isRunning(Number(checkout.read(".data/pid"))));
});

test("an interrupt ends what runs and leaves out the rest", async () => {
  using checkout = temporaryCheckout();
  const controller = new AbortController();
  const slow = { name: "slow", inputs: [], command: "mkdir -p .data; echo $$ > .data/pid; sleep 60" };
  const next = { name: "next", inputs: [], command: "true", needs: ["slow"] };
  const running = checkout.run([slow, next], { signal: controller.signal });
  await waitFor(() => readIfPresent(join(checkout.root, ".data/pid")) !== undefined);
  controller.abort();
  const run = await running;
  expect([run.status, run.exitCode]).toEqual(["interrupted", 130]);
  expect([run.statusOf("slow"), run.statusOf("next")]).toEqual(["interrupted", "skipped"]);
  expect(run.finished("next").reason).toMatch(/interrupted|needs slow/);
});

test("a function job hears of its timeout, and is left behind where it does not listen", async () => {
  using checkout = temporaryCheckout();
  let heard = false;
  const polite = {
    name: "polite",
    inputs: [],
    timeoutMs: 50,
    run: (context: JobContext) =>
      new Promise<never>((_resolve, reject) =>
        context.signal.addEventListener("abort", () => {
          heard = true;
          reject(new Error("stopped"));
        }),
      ),
  };
  const deaf = { name: "deaf", inputs: [], timeoutMs: 50, run: () => new Promise<never>(() => undefined) };
  const run = await checkout.run([polite, deaf], { keepGoing: true, killGraceMs: 50 });
  expect(heard).toBe(true);
  expect([run.finished("polite").reason, run.finished("deaf").reason]).toEqual([
    "timed out after 50 ms",
    "timed out after 50 ms",
  ]);
});

test.each([
  ["exit 3", "exited with 3"],
  ["kill -9 $$", "ended by SIGKILL"],
  ["no-such-tool-at-all", "exited with 127"],
])("the command %j fails: %s", async (command, reason) => {
  using checkout = temporaryCheckout();
  const run = await checkout.run([{ name: "bad", command, inputs: [] }]);
  expect([run.status, run.exitCode, run.finished("bad").reason]).toEqual(["failed", 1, reason]);
});

test("a function that throws fails with its message, and its stack is in the log", async () => {
  using checkout = temporaryCheckout();
  const bug = { name: "bug", inputs: [], run: async () => Promise.reject(new Error("no such report")) };
  const run = await checkout.run([bug]);
  expect(run.finished("bug").reason).toBe("threw: no such report");
  expect(run.log("bug")).toMatch(/Error: no such report\n\s+at /);
});

test("verdicts decide a function job, and what was not measured is not stored", async () => {
  using checkout = temporaryCheckout();
  const gate = (name: string, verdict: Partial<Verdict>) => ({
    name,
    inputs: [],
    run: async () => ({ kind: "passed" as const, verdicts: [aVerdict(verdict)] }),
  });
  const jobs = [
    gate("good", {}),
    gate("blind", { status: "not-measured", reason: "no report" }),
    gate("bad", { status: "fail", reason: "79 %" }),
    gate("hint", { status: "fail", isRequired: false }),
  ];
  const run = await checkout.run(jobs, { keepGoing: true });
  const statuses = ["good", "blind", "bad", "hint"].map((name) => run.statusOf(name));
  expect(statuses).toEqual(["passed", "not-measured", "failed", "passed"]);
  expect([run.finished("bad").reason, run.finished("blind").reason]).toEqual(["gate: 79 %", "gate: no report"]);
  const again = await checkout.run(jobs.slice(0, 2));
  expect([again.statusOf("good"), again.statusOf("blind"), again.exitCode]).toEqual(["restored", "not-measured", 3]);
  expect(again.finished("good").verdicts).toEqual([aVerdict({})]);
});

test("a job with nothing to do is skipped, and what needs it goes on", async () => {
  using checkout = temporaryCheckout();
  const deploy = {
    name: "deploy",
    inputs: [],
    isRestorable: false,
    run: async () => ({ kind: "skipped" as const, note: "the same digest serves" }),
  };
  const smoke = { name: "smoke", inputs: [], command: "true", needs: ["deploy"] };
  const run = await checkout.run([deploy, smoke]);
  expect([run.statusOf("deploy"), run.statusOf("smoke"), run.exitCode]).toEqual(["skipped", "passed", 0]);
});

test("a job is retried as often as it says, from a clean output folder", async () => {
  using checkout = temporaryCheckout();
  const command = "mkdir out && echo x >> .data/tries; test $(wc -l < .data/tries) -ge 3";
  checkout.write(".data/tries", "");
  const job = { name: "flaky", inputs: [], command, outputs: ["out"], retries: 2 };
  const run = await checkout.run([job]);
  expect(run.statusOf("flaky")).toBe("passed");
  expect(run.log("flaky")).toContain("attempt 1 failed: exited with 1\nattempt 2 of 3\n");
  checkout.write(".data/tries", "");
  expect((await checkout.run([{ ...job, retries: 1 }])).statusOf("flaky")).toBe("failed");
});

/** Also while it has ended and was not yet seen to: until then, nobody knows that it failed. */
const IS_BAD_THERE = '[ ! -e .data/bad ] || kill -0 "$(cat .data/bad)" 2>/dev/null';

test("a failure leaves out the rest of its stage, lets what runs end, and keeps going where asked", async () => {
  using checkout = temporaryCheckout();
  const slow = { name: "slow", inputs: [], command: `while ${IS_BAD_THERE}; do sleep 0.02; done` };
  const bad = {
    name: "bad",
    inputs: [],
    command: "mkdir -p .data; echo $$ > .data/pid; mv .data/pid .data/bad; exit 1",
  };
  const late = { name: "late", inputs: [], command: "true", needs: ["slow"] };
  const run = await checkout.run([slow, bad, late], { concurrency: 2 });
  expect(["slow", "bad", "late"].map((name) => run.statusOf(name))).toEqual(["passed", "failed", "skipped"]);
  expect(run.finished("late").reason).toBe('stage "test" stopped: bad failed');
  const again = await checkout.run([slow, bad, late], { keepGoing: true });
  expect(["slow", "bad", "late"].map((name) => again.statusOf(name))).toEqual(["restored", "failed", "passed"]);
});

test("an advisory job that fails is reported and stops nothing", async () => {
  using checkout = temporaryCheckout();
  const hint = { name: "hint", inputs: [], command: "exit 1", isAdvisory: true };
  const run = await checkout.run([hint, { name: "next", inputs: [], command: "true", needs: ["hint"] }]);
  expect([run.statusOf("hint"), run.statusOf("next"), run.exitCode]).toEqual(["failed", "passed", 0]);
});

test("no more jobs run at once than allowed", async () => {
  using checkout = temporaryCheckout();
  const jobs = ["a", "b", "c", "d"].map((name) => ({ name, inputs: [], command: "sleep 0.05" }));
  const { events } = await checkout.run(jobs, { concurrency: 2 });
  let running = 0;
  const counts = events.map(({ type }) => (running += type === "job-started" ? 1 : type === "job-finished" ? -1 : 0));
  expect(Math.max(...counts)).toBe(2);
});

test("a service is started once, when first needed, shared, and stopped though a job failed", async () => {
  using checkout = temporaryCheckout();
  const calls: string[] = [];
  const services = {
    start: async (name: string) => {
      calls.push(`start ${name}`);
      return { environment: { DATABASE_URL: "postgres://x" }, stop: async () => void calls.push(`stop ${name}`) };
    },
  };
  const use = (name: string, command: string) => ({ name, command, inputs: [], services: ["postgres" as const] });
  const jobs = [use("a", "echo $DATABASE_URL"), use("b", 'test "$DATABASE_URL" = postgres://x; exit 1')];
  const run = await checkout.run(jobs, { services, keepGoing: true });
  expect([run.log("a"), run.statusOf("b")]).toEqual(["postgres://x\n", "failed"]);
  expect(calls).toEqual(["start postgres", "stop postgres"]);
});

test("a service that is given already is not started, and one that nobody needs neither", async () => {
  using checkout = temporaryCheckout();
  const services = { start: () => Promise.reject(new Error("must not be started")) };
  const job = { name: "a", command: "echo $DATABASE_URL", inputs: [], services: ["postgres" as const] };
  const run = await checkout.run([job, { name: "b", command: "true", inputs: [] }], {
    services,
    processEnvironment: { PATH, DATABASE_URL: "postgres://given" },
  });
  expect(run.log("a")).toBe("postgres://given\n");
});

test("a service that does not start fails the jobs that need it, and says why", async () => {
  using checkout = temporaryCheckout();
  const job = { name: "a", command: "true", inputs: [], services: ["postgres" as const] };
  const services = { start: () => Promise.reject(new Error("disk full")) };
  const run = await checkout.run([job], { services });
  expect(run.finished("a").reason).toBe("service postgres did not start: disk full");
  const without = await checkout.run([job]);
  expect(without.finished("a").reason).toMatch(/^service postgres did not start: set DATABASE_URL/);
});

test("a service that does not stop is a warning, not a failure", async () => {
  using checkout = temporaryCheckout();
  const stop = () => Promise.reject(new Error("still busy"));
  const services = { start: async () => ({ environment: {}, stop }) };
  const job = { name: "a", command: "true", inputs: [], services: ["redis" as const] };
  const run = await checkout.run([job], { services });
  expect([run.status, run.warnings]).toEqual(["passed", ["service redis did not stop: still busy"]]);
});

test("the run folder holds every event, one a line, and the logs; latest leads to it", async () => {
  using checkout = temporaryCheckout();
  const run = await checkout.run([{ name: "a", command: "echo one; printf two", inputs: [] }]);
  const lines = checkout.read(".pipeline/runs/latest/events.ndjson").trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(JSON.parse(JSON.stringify(run.events)));
  expect(run.events.map(({ type }) => type)).toEqual([
    "run-started",
    "job-started",
    "job-output",
    "job-output",
    "job-finished",
    "run-finished",
  ]);
  expect(run.log("a")).toBe("one\ntwo\n");
  expect(run.runId).toMatch(/^\d{8}-\d{6}-[0-9a-f]{6}$/);
  expect(existsSync(join(run.runDirectory, "artifacts"))).toBe(true);
});

test("a source that cannot be read rejects the run before any job, and leaves the checkout free", async () => {
  using checkout = temporaryCheckout();
  const job = { name: "a", command: "true", inputs: [] };
  const options = aRun(checkout.root, [job], { source: Promise.reject(new Error("no commit")) });
  await expect(runPipeline(options)).rejects.toThrow("no commit");
  expect((await checkout.run([job])).status).toBe("passed");
});

test("an invalid pipeline and an unknown selection are refused", async () => {
  using checkout = temporaryCheckout();
  const invalid = await runPipeline(aRun(checkout.root, [{ name: "A B", command: "" }]));
  expect(invalid.ok ? [] : invalid.error.kind === "invalid-pipeline" && invalid.error.problems.length).toBe(2);
  const unknown = await runPipeline(aRun(checkout.root, [{ name: "lint", command: "true" }], { selection: ["lnt"] }));
  expect(unknown).toEqual({ ok: false, error: { kind: "unknown-selection", name: "lnt", suggestion: "lint" } });
});

function aVerdict(verdict: Partial<Verdict>): Verdict {
  return {
    gate: "gate",
    family: "code",
    status: "pass",
    threshold: ">= 80 %",
    reason: "ok",
    isRequired: true,
    offenders: [],
    ...verdict,
  };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  // A zombie that its parent has not asked for is over.
  return !/\) Z /.test(readIfPresent(`/proc/${pid}/stat`) ?? "");
}

test("processor time is that of the run alone, its commands included", async () => {
  using checkout = temporaryCheckout();
  const burn = { name: "burn", inputs: [], command: "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done" };
  const busy = await checkout.run([burn]);
  const idle = await checkout.run([burn]);
  expect(busy.cpuMs).toBeGreaterThan(idle.cpuMs);
  expect(busy.events.at(-1)).toMatchObject({ type: "run-finished", cpuMs: busy.cpuMs });
});

test("an exclusive job runs while no other job does, and those that wait for it wait", async () => {
  using checkout = temporaryCheckout();
  let runningCount = 0;
  const seen: [string, number][] = [];
  const aJob = (
    name: string,
    options: { readonly isExclusive?: boolean; readonly needs?: readonly string[] } = {},
  ) => ({
    name,
    inputs: [],
    ...options,
    run: async () => {
      runningCount += 1;
      await new Promise((resolve) => setImmediate(resolve));
      seen.push([name, runningCount]);
      runningCount -= 1;
      return { kind: "passed" as const };
    },
  });
  const jobs = [aJob("load", { isExclusive: true }), aJob("a"), aJob("b"), aJob("after", { needs: ["a"] })];
  const run = await checkout.run([...jobs, aJob("last", { needs: ["load"] })], { concurrency: 4 });
  expect(run.status).toBe("passed");
  expect(new Map(seen).get("load")).toBe(1);
  expect(seen.map(([name]) => name).slice(-2)).toEqual(["load", "last"]);
});
