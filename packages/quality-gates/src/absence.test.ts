import { expect, test } from "vitest";
import { judgeGate } from "./judge-gate.ts";
import type { Gate } from "./judge-gate.ts";
import { aReading } from "./test-builders/a-report.ts";
import { judgeSample, judgeSampleTree, SAMPLES } from "./test-builders/gate-samples.ts";

const GATES = Object.values(SAMPLES).flat();
/** Every report of every gate. */
const REPORTS = GATES.flatMap((sample) =>
  Object.keys(sample.files).map((path) => ({ sample, path, name: sample.name })),
);
/** Every file of the tree whose text a gate reads itself. */
const TREE_FILES = GATES.flatMap((sample) =>
  Object.entries(sample.treeFiles ?? {}).flatMap(([path, text]) =>
    text === "" ? [] : [{ sample, path, name: sample.name }],
  ),
);
/** What is cut off of YAML is a shorter file, and judged as such. */
const CUTTABLE = TREE_FILES.filter(({ path }) => !path.endsWith(".yml"));

const WRONG_TYPES = [
  "<!doctype html><html><body>502 Bad Gateway</body></html>",
  "<html><body/></html>",
  "null",
  "0",
  '"text"',
  "true",
  "\0\0\0\0",
  "SF:",
  '{"total":{}}',
  '{"testResults":{}}',
  '{"testResults":[null]}',
  '{"src/a.ts":{}}',
];

test.each(GATES)("$name: the whole reports pass, so that what follows can fail", (sample) => {
  expect(judgeGate(sample.gate, aReading(sample))).toMatchObject({ status: "pass" });
});

test.each(REPORTS)("$name: $path deleted, empty or blank is not measured", ({ sample, path }) => {
  for (const text of [undefined, "", " \n\t\n"]) expect(judgeSample(sample, path, { text })).toBe("not-measured");
});

test.each(REPORTS)("$name: $path cut off at any character does not pass", ({ sample, path }) => {
  const text = sample.files[path] ?? "";
  for (let length = 0; length < text.trimEnd().length; length += 1) {
    const status = judgeSample(sample, path, { text: text.slice(0, length) });
    expect({ length, status }).not.toEqual({ length, status: "pass" });
  }
});

test.each(REPORTS)("$name: $path without its beginning does not pass", ({ sample, path }) => {
  const text = sample.files[path] ?? "";
  for (let from = 5; from < text.length; from += Math.ceil(text.length / 50)) {
    const status = judgeSample(sample, path, { text: text.slice(from) });
    expect({ from, status }).not.toEqual({ from, status: "pass" });
  }
});

test.each(REPORTS)("$name: something of another type at $path is not measured", ({ sample, path }) => {
  for (const text of WRONG_TYPES) {
    expect({ text, status: judgeSample(sample, path, { text }) }).toEqual({ text, status: "not-measured" });
  }
});

test.each(REPORTS)("$name: another gate's report at $path does not pass", ({ sample, path }) => {
  const own = new Set(Object.values(sample.files));
  for (const other of REPORTS.filter(({ sample: { files }, path: at }) => !own.has(files[at] ?? ""))) {
    const status = judgeSample(sample, path, { text: other.sample.files[other.path] });
    expect({ of: other.name, path: other.path, status }).not.toMatchObject({ status: "pass" });
  }
});

test.each(REPORTS)("$name: $path in which nothing was measured does not pass", ({ sample, path }) => {
  for (const text of sample.nothing[path] ?? []) {
    expect({ text, status: judgeSample(sample, path, { text }) }).not.toEqual({ text, status: "pass" });
  }
});

test.each(REPORTS)("$name: $path of another tree is not measured", ({ sample, path }) => {
  expect(judgeSample(sample, path, { treeDigest: "sha256:bb" })).toBe("not-measured");
  expect(judgeSample(sample, path, { treeDigest: "" })).toBe("not-measured");
});

test.each(REPORTS)(
  "$name: $path older than the sources is not measured; as old as they are counts",
  ({ sample, path }) => {
    expect(judgeSample(sample, path, { writtenAt: "2026-11-23T05:59:59.999Z" })).toBe("not-measured");
    expect(judgeSample(sample, path, { treeDigest: undefined, writtenAt: "2026-11-23T05:59:59.999Z" })).toBe(
      "not-measured",
    );
    expect(judgeSample(sample, path, { treeDigest: undefined, writtenAt: "2026-11-23T06:00:00.000Z" })).toBe("pass");
    expect(judgeSample(sample, path, { writtenAt: "some day" })).toBe("not-measured");
  },
);

test.each(REPORTS)("$name: $path that does not say what it measured is not measured", ({ sample, path }) => {
  expect(judgeSample(sample, path, { treeDigest: undefined, writtenAt: undefined })).toBe("not-measured");
});

test.each(GATES.filter(({ gate }) => "reports" in gate))(
  "$name: no report named is not measured",
  ({ gate, ...sample }) => {
    expect(judgeGate({ ...gate, reports: [] } as Gate, aReading({ ...sample, files: {} })).status).toBe("not-measured");
  },
);

test.each(TREE_FILES)("$name: without the file $path, or with nothing in it, nothing passes", ({ sample, path }) => {
  for (const text of [undefined, "", " \n\t\n", ...WRONG_TYPES]) {
    expect({ text, status: judgeSampleTree(sample, path, text) }).not.toEqual({ text, status: "pass" });
  }
});

test.each(CUTTABLE)("$name: with the file $path cut off at any character nothing passes", ({ sample, path }) => {
  const text = sample.treeFiles?.[path] ?? "";
  for (let length = 0; length < text.trimEnd().length; length += 1) {
    const status = judgeSampleTree(sample, path, text.slice(0, length));
    expect({ length, status }).not.toEqual({ length, status: "pass" });
  }
});
