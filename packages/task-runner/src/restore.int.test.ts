import {
  chmodSync,
  existsSync,
  lstatSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { layoutOf } from "./layout.ts";
import { temporaryCheckout } from "./testing/temporary-checkout.ts";

const COPY = {
  name: "copy",
  command: "echo copying; mkdir -p dist/deep && cp src/a.txt dist/deep/a.txt",
  inputs: ["src"],
  outputs: ["dist"],
};

test("a job runs first and is restored when nothing changed, with its log", async () => {
  using checkout = temporaryCheckout({ "src/a.txt": "one" });
  const first = await checkout.run([COPY]);
  const second = await checkout.run([COPY]);
  expect([first.statusOf("copy"), first.cause("copy")]).toEqual(["passed", "no earlier run"]);
  expect(second.statusOf("copy")).toBe("restored");
  expect(second.finished("copy").reason).toBe(`inputs unchanged since run ${first.runId}`);
  expect(second.log("copy")).toBe("copying\n");
  expect(second.finished("copy").fingerprint).toMatch(/^[0-9a-f]{64}$/);
});

test("a file that is touched without a change restores", async () => {
  using checkout = temporaryCheckout({ "src/a.txt": "one" });
  await checkout.run([COPY]);
  const later = new Date(Date.now() + 60_000);
  utimesSync(join(checkout.root, "src/a.txt"), later, later);
  expect((await checkout.run([COPY])).statusOf("copy")).toBe("restored");
});

test("what is restored where it lies is no older than the sources, for what goes by times", async () => {
  using checkout = temporaryCheckout({ "src/a.txt": "one" });
  await checkout.run([COPY]);
  const output = join(checkout.root, "dist/deep/a.txt");
  utimesSync(output, 1, 1);
  // A file system's clock may tick every few milliseconds.
  await delay(50);
  checkout.write("src/a.txt", "one");
  const source = lstatSync(join(checkout.root, "src/a.txt"));
  // What was changed less than two seconds ago is not remembered.
  const again = await checkout.run([COPY], { now: () => Date.now() + 10_000 });
  expect(again.statusOf("copy")).toBe("restored");
  expect(lstatSync(output).mtimeMs).toBeGreaterThan(source.mtimeMs);
});

test("a file whose content changed runs the job again, and is named", async () => {
  using checkout = temporaryCheckout({ "src/a.txt": "one" });
  await checkout.run([COPY]);
  checkout.write("src/a.txt", "two");
  const run = await checkout.run([COPY]);
  expect(run.cause("copy")).toBe("src/a.txt changed");
  expect(checkout.read("dist/deep/a.txt")).toBe("two");
});

test("a change of the same length within the same tick of the clock is seen", async () => {
  using checkout = temporaryCheckout({ "src/a.txt": "one" });
  await checkout.run([COPY]);
  const path = join(checkout.root, "src/a.txt");
  const { atime, mtime } = lstatSync(path);
  writeFileSync(path, "two");
  utimesSync(path, atime, mtime);
  expect((await checkout.run([COPY])).statusOf("copy")).toBe("passed");
});

test("going back to an earlier content restores its result", async () => {
  using checkout = temporaryCheckout({ "src/a.txt": "one" });
  await checkout.run([COPY]);
  checkout.write("src/a.txt", "two");
  await checkout.run([COPY]);
  checkout.write("src/a.txt", "one");
  expect((await checkout.run([COPY])).statusOf("copy")).toBe("restored");
  expect(checkout.read("dist/deep/a.txt")).toBe("one");
});

test.each([
  ["added", (root: string) => writeFileSync(join(root, "src/b.txt"), ""), "src/b.txt added"],
  ["removed", (root: string) => rmSync(join(root, "src/c.txt")), "src/c.txt removed"],
  ["made executable", (root: string) => chmodSync(join(root, "src/c.txt"), 0o755), "src/c.txt became executable"],
])("a file that is %s runs the job again", async (_what, change, cause) => {
  using checkout = temporaryCheckout({ "src/a.txt": "one", "src/c.txt": "" });
  await checkout.run([COPY]);
  change(checkout.root);
  expect((await checkout.run([COPY])).cause("copy")).toBe(cause);
});

test("a deleted output, a changed one and one too many are put right, the rest left alone", async () => {
  using checkout = temporaryCheckout({ "src/a.txt": "one" });
  const job = { ...COPY, command: `${COPY.command}; echo 2 > dist/b; echo 3 > dist/c` };
  await checkout.run([job]);
  const untouched = lstatSync(join(checkout.root, "dist/c")).mtimeMs;
  rmSync(join(checkout.root, "dist/deep"), { recursive: true });
  checkout.write("dist/b", "changed");
  checkout.write("dist/stale/file", "");
  expect((await checkout.run([job])).statusOf("copy")).toBe("restored");
  expect(readdirSync(join(checkout.root, "dist")).sort()).toEqual(["b", "c", "deep"]);
  expect([checkout.read("dist/deep/a.txt"), checkout.read("dist/b")]).toEqual(["one", "2\n"]);
  expect(lstatSync(join(checkout.root, "dist/c")).mtimeMs).toBe(untouched);
});

test("links, execute bits, empty folders and odd names are restored as they were", async () => {
  using checkout = temporaryCheckout();
  const odd = "dist/a 'b' \"c\" $d\ne é 😀";
  const job = {
    name: "odd",
    inputs: [],
    outputs: ["dist"],
    command:
      "mkdir -p dist/empty; printf x > \"$ODD\"; printf '#!/bin/sh' > dist/tool; chmod +x dist/tool; ln -s tool dist/link",
    environment: ["ODD"],
  };
  const options = { processEnvironment: { PATH: process.env["PATH"], ODD: odd } };
  await checkout.run([job], options);
  rmSync(join(checkout.root, "dist"), { recursive: true });
  const run = await checkout.run([job], options);
  expect(run.statusOf("odd")).toBe("restored");
  expect(checkout.read(odd)).toBe("x");
  expect(lstatSync(join(checkout.root, "dist/tool")).mode & 0o111).not.toBe(0);
  expect(lstatSync(join(checkout.root, odd)).mode & 0o111).toBe(0);
  expect(readlinkSync(join(checkout.root, "dist/link"))).toBe("tool");
  expect(lstatSync(join(checkout.root, "dist/empty")).isDirectory()).toBe(true);
});

test("an output folder that became a link elsewhere is replaced, and what it points to stays", async () => {
  using checkout = temporaryCheckout({ "src/a.txt": "one", "elsewhere/precious": "keep" });
  await checkout.run([COPY]);
  rmSync(join(checkout.root, "dist"), { recursive: true });
  symlinkSync("elsewhere", join(checkout.root, "dist"));
  expect((await checkout.run([COPY])).statusOf("copy")).toBe("restored");
  expect(lstatSync(join(checkout.root, "dist")).isDirectory()).toBe(true);
  expect(readdirSync(join(checkout.root, "elsewhere"))).toEqual(["precious"]);
});

test("what an earlier run left in an output folder is not stored as this one's", async () => {
  using checkout = temporaryCheckout({ "src/a.txt": "one", "dist/old": "" });
  await checkout.run([COPY]);
  expect(existsSync(join(checkout.root, "dist/old"))).toBe(false);
});

test("an output that is a single file is restored", async () => {
  using checkout = temporaryCheckout({ "src/a.txt": "one" });
  const job = { name: "file", command: "mkdir -p out && cp src/a.txt out/x", inputs: ["src"], outputs: ["./out/x"] };
  await checkout.run([job]);
  rmSync(join(checkout.root, "out"), { recursive: true });
  expect((await checkout.run([job])).statusOf("file")).toBe("restored");
  expect(checkout.read("out/x")).toBe("one");
});

test("a damaged stored output runs the job again, says so, and is whole afterwards", async () => {
  using checkout = temporaryCheckout({ "src/a.txt": "one" });
  await checkout.run([COPY]);
  damageAll(layoutOf(checkout.root).blobs);
  rmSync(join(checkout.root, "dist"), { recursive: true });
  const run = await checkout.run([COPY]);
  expect(run.cause("copy")).toBe("the stored result is damaged (dist/deep/a.txt)");
  rmSync(join(checkout.root, "dist"), { recursive: true });
  expect((await checkout.run([COPY])).statusOf("copy")).toBe("restored");
  expect(checkout.read("dist/deep/a.txt")).toBe("one");
});

test.each([
  ["cut off", (text: string) => text.slice(0, -5)],
  ["changed by a bit", (text: string) => text.replace('"durationMs":', '"durationMS":')],
  ["emptied", () => ""],
])("an entry that is %s counts as absent and says so", async (_what, damage) => {
  using checkout = temporaryCheckout({ "src/a.txt": "one" });
  await checkout.run([COPY]);
  const { entries } = layoutOf(checkout.root);
  for (const name of readdirSync(entries))
    checkout.write(join(".pipeline/cache/entries", name), damage(checkout.read(join(".pipeline/cache/entries", name))));
  expect((await checkout.run([COPY])).cause("copy")).toBe("the stored result is damaged (the entry)");
  expect((await checkout.run([COPY])).statusOf("copy")).toBe("restored");
});

test("a damaged stored log runs the job again, says so, and is whole afterwards", async () => {
  using checkout = temporaryCheckout({ "src/a.txt": "one" });
  const job = { name: "talk", command: "echo talking", inputs: ["src"] };
  await checkout.run([job]);
  damageAll(layoutOf(checkout.root).blobs);
  expect((await checkout.run([job])).cause("talk")).toBe("the stored result is damaged (the log)");
  const third = await checkout.run([job]);
  expect([third.statusOf("talk"), third.log("talk")]).toEqual(["restored", "talking\n"]);
});

test("a job may declare what the commit adds to the variables: it sees it, and runs again when it changes", async () => {
  using checkout = temporaryCheckout();
  const job = { name: "tell", command: "echo $LABEL", inputs: [], environment: ["LABEL"] };
  const runAt = (label: string) =>
    checkout.run([job], {
      source: Promise.resolve({ commit: "0".repeat(40), isDirty: false, label }),
      sourceVariables: (source) => ({ LABEL: source.label }),
    });
  expect((await runAt("one")).log("tell")).toBe("one\n");
  expect((await runAt("one")).statusOf("tell")).toBe("restored");
  const changed = await runAt("two");
  expect([changed.cause("tell"), changed.log("tell")]).toEqual(["variable LABEL changed", "two\n"]);
  expect((await runAt("two")).statusOf("tell")).toBe("restored");
});

test("what one job leaves out of a pattern, another with the same pattern has", async () => {
  using checkout = temporaryCheckout({ "src/a.txt": "one", "src/a.test.txt": "one" });
  const jobs = [
    { name: "some", command: "true", inputs: ["src/**", "!**/*.test.txt"] },
    { name: "all", command: "true", inputs: ["src/**"] },
  ];
  await checkout.run(jobs);
  checkout.write("src/a.test.txt", "two");
  const run = await checkout.run(jobs);
  expect([run.statusOf("some"), run.cause("all")]).toEqual(["restored", "src/a.test.txt changed"]);
});

test.each(["file-hashes.json", "history.json"])("a damaged %s breaks nothing", async (name) => {
  using checkout = temporaryCheckout({ "src/a.txt": "one" });
  await checkout.run([COPY]);
  for (const damage of ['{"version":1,"files":', "null", "[]", '{"version":1,"files":{"src/a.txt":7}}', '{"copy":3}']) {
    checkout.write(join(".pipeline/cache", name), damage);
    expect((await checkout.run([COPY])).statusOf("copy")).toBe("restored");
  }
});

test("a declared variable that changes runs the job again; unset differs from empty", async () => {
  using checkout = temporaryCheckout();
  const job = { name: "env", command: "true", inputs: [], environment: ["MODE"] };
  const runWith = (mode: string | undefined) =>
    checkout.run([job], { processEnvironment: { PATH: process.env["PATH"], MODE: mode } });
  await runWith(undefined);
  expect((await runWith("")).cause("env")).toBe("variable MODE was set");
  expect((await runWith("a")).cause("env")).toBe("variable MODE changed");
  expect((await runWith("a")).statusOf("env")).toBe("restored");
  expect((await runWith(undefined)).statusOf("env")).toBe("restored");
});

test("a secret that changes runs nothing again", async () => {
  using checkout = temporaryCheckout();
  const job = { name: "secret", command: "true", inputs: [], secrets: ["TOKEN"] };
  await checkout.run([job], { processEnvironment: { PATH: process.env["PATH"], TOKEN: "first-token" } });
  const run = await checkout.run([job], { processEnvironment: { PATH: process.env["PATH"], TOKEN: "other-token" } });
  expect(run.statusOf("secret")).toBe("restored");
});

test("a changed need runs what needs it again, and is named", async () => {
  using checkout = temporaryCheckout({ "src/a.txt": "one" });
  const user = { name: "use", command: "cat dist/deep/a.txt", inputs: [], needs: ["copy"] };
  await checkout.run([COPY, user]);
  expect((await checkout.run([COPY, user])).statusOf("use")).toBe("restored");
  checkout.write("src/a.txt", "two");
  expect((await checkout.run([COPY, user])).cause("use")).toBe("needs copy, which ran again");
});

test("a changed command or engine runs the job again", async () => {
  using checkout = temporaryCheckout();
  const job = { name: "echo", command: "echo 1", inputs: [] };
  const call = { name: "call", run: async () => ({ kind: "passed" as const }), inputs: [] };
  await checkout.run([job, call]);
  const run = await checkout.run([{ ...job, command: "echo 2" }, call], { engineDigest: "engine-2" });
  expect([run.cause("echo"), run.cause("call")]).toEqual(["the command changed", "the pipeline's own code changed"]);
});

test("a function runs again for another environment, a command does not", async () => {
  using checkout = temporaryCheckout();
  const job = { name: "echo", command: "echo 1", inputs: [] };
  const call = { name: "call", run: async () => ({ kind: "passed" as const }), inputs: [] };
  await checkout.run([job, call]);
  const run = await checkout.run([job, call], { environmentName: "staging" });
  expect([run.statusOf("echo"), run.cause("call")]).toEqual(["restored", "variable PIPELINE_ENVIRONMENT changed"]);
});

test("a changed global input runs every job again, whatever it excludes", async () => {
  using checkout = temporaryCheckout({ "package-lock.json": "1" });
  const pipeline = { name: "p", stages: [{ name: "s", jobs: [] }], globalInputs: ["package-lock.json"] };
  const job = { name: "one", command: "true", inputs: ["src", "!**/*.json"] };
  const runOnce = async () => {
    const { definePipeline } = await import("@ecommerce-cart/pipeline-model");
    return checkout.run([], { pipeline: definePipeline({ ...pipeline, stages: [{ name: "s", jobs: [job] }] }) });
  };
  await runOnce();
  checkout.write("package-lock.json", "2");
  expect((await runOnce()).cause("one")).toBe("package-lock.json changed");
});

test("an answer is restored while it is fresh and asked for again afterwards", async () => {
  using checkout = temporaryCheckout();
  const startMs = Date.UTC(2026, 0, 1);
  const job = { name: "audit", command: "true", inputs: [], freshForMs: 60_000 };
  await checkout.run([job], { now: () => startMs });
  expect((await checkout.run([job], { now: () => startMs + 60_000 })).statusOf("audit")).toBe("restored");
  const late = await checkout.run([job], { now: () => startMs + 60_001 });
  expect(late.cause("audit")).toMatch(/^its answer is .* old, and fresh for 60 s|1 min$/);
  expect((await checkout.run([job], { now: () => startMs + 61_000 })).statusOf("audit")).toBe("restored");
});

test("what needs a job whose answer changed runs again, though the inputs of both are the same", async () => {
  using checkout = temporaryCheckout();
  const audit = {
    name: "audit",
    command: "cat .data/world > report || echo none > report",
    inputs: [],
    outputs: ["report"],
    isRestorable: false,
  };
  const gate = { name: "gate", command: "cat report", inputs: [], needs: ["audit"] };
  await checkout.run([audit, gate]);
  expect((await checkout.run([audit, gate])).statusOf("gate")).toBe("restored");
  checkout.write(".data/world", "news");
  const run = await checkout.run([audit, gate]);
  expect([run.cause("audit"), run.cause("gate")]).toEqual(["never restored", "needs audit, which ran again"]);
});

test("a failed job is not stored, and the next run says that it failed", async () => {
  using checkout = temporaryCheckout();
  const job = { name: "flaky", command: "test -e .data/ok", inputs: [] };
  const first = await checkout.run([job]);
  checkout.write(".data/ok", "");
  const second = await checkout.run([job]);
  expect([first.statusOf("flaky"), second.statusOf("flaky")]).toEqual(["failed", "passed"]);
  expect(second.cause("flaky")).toBe(`failed in run ${first.runId}`);
});

test("force runs what could be restored", async () => {
  using checkout = temporaryCheckout({ "src/a.txt": "one" });
  await checkout.run([COPY]);
  expect((await checkout.run([COPY], { force: true })).cause("copy")).toBe("forced");
});

test("a result is not stored when its inputs changed while it ran", async () => {
  using checkout = temporaryCheckout({ "src/a.txt": "one" });
  const job = { name: "edit", command: "echo two > src/a.txt", inputs: ["src"] };
  const first = await checkout.run([job]);
  expect(first.log("edit")).toBe("not stored: while it ran, src/a.txt changed\n");
  expect((await checkout.run([job])).statusOf("edit")).toBe("passed");
});

test("an input that cannot be read keeps a job from being restored", async () => {
  using checkout = temporaryCheckout({ "src/a.txt": "one" });
  writeFileSync(Buffer.concat([Buffer.from(join(checkout.root, "src/")), Buffer.from([0x66, 0xff])]), "x");
  await checkout.run([COPY]);
  expect((await checkout.run([COPY])).cause("copy")).toMatch(/^cannot read src\/f/);
});

test("links among inputs count by their target and by the content behind it", async () => {
  using checkout = temporaryCheckout({ ".data/outside": "one" });
  symlinkSync("../.data/outside", join(checkout.root, "link"));
  checkout.write("src/x", "");
  symlinkSync("../.data/outside", join(checkout.root, "src/link"));
  symlinkSync("loop", join(checkout.root, "src/loop"));
  symlinkSync("nowhere", join(checkout.root, "src/dangling"));
  const job = { name: "links", command: "true", inputs: ["src"] };
  await checkout.run([job]);
  expect((await checkout.run([job])).statusOf("links")).toBe("restored");
  checkout.write(".data/outside", "two");
  expect((await checkout.run([job])).cause("links")).toBe("src/link changed");
});

function damageAll(folder: string): void {
  for (const shard of readdirSync(folder))
    for (const name of readdirSync(join(folder, shard))) writeFileSync(join(folder, shard, name), "damaged");
}
