import { appendFile, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Release, ReleaseId } from "@ecommerce-cart/release";
import { describeStateFailure } from "./describe-state-failure.ts";
import { FileStateStore } from "./file-state-store.ts";
import type { DeploymentRow } from "./state-store.ts";

let directory: string;
let store: FileStateStore;
let environment: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "store-"));
  store = new FileStateStore(directory);
  environment = join(directory, "environments", "dev");
  await mkdir(environment, { recursive: true });
});
afterEach(() => rm(directory, { recursive: true, force: true }));

function aRelease(changes: Partial<Release> = {}): Release {
  return {
    id: "0.3.0-abc1234-9f8e7d6c" as ReleaseId,
    digest: `sha256:9f8e7d6c${"0".repeat(56)}`,
    version: "0.3.0",
    commit: `abc1234${"0".repeat(33)}`,
    isDirty: false,
    createdAt: "2026-01-01T00:00:00.000Z",
    migrations: ["0001_catalog.sql"],
    bundlePath: ".data/releases/9f8e7d6c",
    ...changes,
  };
}

const OTHER = aRelease({
  id: "0.4.0-abcd999-11112222" as ReleaseId,
  digest: `sha256:11112222${"0".repeat(56)}`,
  version: "0.4.0",
  commit: `abcd999${"0".repeat(33)}`,
  createdAt: "2026-01-02T00:00:00.000Z",
});

function aRow(changes: Partial<DeploymentRow> = {}): DeploymentRow {
  return {
    deploymentId: "d1",
    intent: "deploy",
    release: aRelease().id,
    strategy: "blue-green",
    outcome: "deployed",
    who: "ann@laptop",
    startedAt: "2026-01-01T00:00:00.000Z",
    finishedAt: "2026-01-01T00:00:05.000Z",
    ...changes,
  };
}

async function journal(): Promise<readonly unknown[]> {
  const lines = await store.readJournal("dev");
  if (!lines.ok) throw new Error(JSON.stringify(lines.error));
  return lines.value.map((line) => line.entry);
}

test("a saved release is found again, as it was", async () => {
  await store.saveRelease(aRelease());
  expect(await store.findRelease(aRelease().id)).toEqual({ ok: true, value: aRelease() });
});

test("saving the same record again is fine; the time of its first building stays", async () => {
  await store.saveRelease(aRelease());
  const again = await store.saveRelease(aRelease({ createdAt: "2026-02-02T00:00:00.000Z" }));
  expect(again).toEqual({ ok: true, value: undefined });
  expect(await store.findRelease("0.3.0")).toMatchObject({ value: { createdAt: aRelease().createdAt } });
});

test("saving other content under the same id is refused, and the first stays", async () => {
  await store.saveRelease(aRelease());
  const refused = await store.saveRelease(aRelease({ migrations: [] }));
  expect(refused).toMatchObject({ ok: false, error: { kind: "release-conflict", releaseId: aRelease().id } });
  expect(await store.findRelease("0.3.0")).toEqual({ ok: true, value: aRelease() });
});

test("releases are listed newest first; none are there at first", async () => {
  expect(await store.listReleases()).toEqual({ ok: true, value: [] });
  for (const release of [aRelease(), OTHER]) await store.saveRelease(release);
  const listed = await store.listReleases();
  expect(listed.ok && listed.value.map((release) => release.version)).toEqual(["0.4.0", "0.3.0"]);
});

test.each(["0.3.0-abc1", "abc1234", "0.3.0", "v0.3.0", "sha256:9f8e", "9f8e7d6c"])(
  "a release answers to %s",
  async (query) => {
    for (const release of [aRelease(), OTHER]) await store.saveRelease(release);
    expect(await store.findRelease(query)).toMatchObject({ ok: true, value: { id: aRelease().id } });
  },
);

test.each(["abc", "9.9.9", "", "bc1234"])("no release answers to %j", async (query) => {
  for (const release of [aRelease(), OTHER]) await store.saveRelease(release);
  const found = await store.findRelease(query);
  expect(found).toEqual({ ok: false, error: { kind: "unknown-release", query, known: [OTHER.id, aRelease().id] } });
});

test("a query that several releases answer to names them", async () => {
  const sibling = aRelease({ id: "0.3.0-abc1234-77777777" as ReleaseId, createdAt: "2026-01-03T00:00:00.000Z" });
  for (const release of [aRelease(), sibling]) await store.saveRelease(release);
  const found = await store.findRelease("abc1234");
  expect(found).toMatchObject({ error: { kind: "ambiguous-release", matches: [sibling.id, aRelease().id] } });
});

test("a whole id is never ambiguous, even where another one begins with it", async () => {
  const longer = aRelease({ id: `${aRelease().id}0` as ReleaseId });
  for (const release of [aRelease(), longer]) await store.saveRelease(release);
  expect(await store.findRelease(aRelease().id)).toMatchObject({ ok: true, value: { id: aRelease().id } });
});

test.each(["{", "[]", "{}", JSON.stringify({ ...aRelease(), migrations: [1] })])(
  "a record damaged to %s is named with what to do",
  async (content) => {
    await store.saveRelease(aRelease());
    const path = join(directory, "releases", "records", `${aRelease().id}.json`);
    await writeFile(path, content);
    expect(await store.listReleases()).toMatchObject({ ok: false, error: { kind: "damaged-file", path } });
    expect(await store.saveRelease(aRelease())).toMatchObject({ ok: false, error: { kind: "damaged-file" } });
  },
);

test("journal entries come back in order", async () => {
  for (const entry of ["first", { second: 2 }]) await store.appendJournal("dev", 1, entry);
  expect(await journal()).toEqual(["first", { second: 2 }]);
});

test("a journal torn at any byte keeps its whole lines, and can be written on", async () => {
  for (const entry of ["first", "second", "third"]) await store.appendJournal("dev", 1, entry);
  const path = store.journalPath("dev");
  const whole = await readFile(path, "utf8");
  for (let length = 0; length <= whole.length; length += 1) {
    await writeFile(path, whole.slice(0, length));
    const kept = ["first", "second", "third"].slice(0, whole.slice(0, length).split("\n").length - 1);
    expect(await journal()).toEqual(kept);
    await store.appendJournal("dev", 1, "after");
    expect(await journal()).toEqual([...kept, "after"]);
  }
});

test.each(["not json", "[]", '{"token":1}', '{"entry":"without a token"}'])(
  "a journal with the line %s in its middle is named with file and line",
  async (line) => {
    await store.appendJournal("dev", 1, "first");
    await appendFile(store.journalPath("dev"), `${line}\n`);
    await store.appendJournal("dev", 1, "third");
    const read = await store.readJournal("dev");
    expect(read).toMatchObject({ ok: false, error: { kind: "damaged-file", path: store.journalPath("dev"), line: 2 } });
  },
);

test("a holder with an old token cannot write to the journal or close it", async () => {
  const tokens: number[] = [];
  for (let count = 0; count < 2; count += 1)
    await store.withLock("dev", "test", async (lease) => void tokens.push(lease.token));
  expect(await store.appendJournal("dev", 2, "new")).toEqual({ ok: true, value: undefined });
  expect(await store.appendJournal("dev", 1, "old")).toEqual({ ok: false, error: { kind: "lease-lost", token: 1 } });
  expect(await store.closeJournal("dev", 1)).toEqual({ ok: false, error: { kind: "lease-lost", token: 1 } });
  expect(await journal()).toEqual(["new"]);
});

test("an entry that an old holder wrote in the moment of losing its lease is left out", async () => {
  await store.appendJournal("dev", 2, "new");
  await appendFile(store.journalPath("dev"), `${JSON.stringify({ token: 1, entry: "old" })}\n`);
  expect(await journal()).toEqual(["new"]);
});

test("a closed journal is set aside, and the next one is empty; closing an empty one is fine", async () => {
  await store.appendJournal("dev", 1, "first");
  for (let count = 0; count < 2; count += 1) expect(await store.closeJournal("dev", 1)).toMatchObject({ ok: true });
  expect(await journal()).toEqual([]);
  expect((await stat(join(environment, "journal.previous.ndjson"))).size).toBeGreaterThan(0);
});

test("the history keeps rows in order, and each deployment once", async () => {
  for (const row of [aRow(), aRow({ deploymentId: "d2" }), aRow()]) await store.appendHistory("dev", row);
  const history = await store.readHistory("dev");
  expect(history).toEqual({ ok: true, value: [aRow(), aRow({ deploymentId: "d2" })] });
});

test.each([
  "[]",
  "1",
  JSON.stringify({ ...aRow(), outcome: "splendid" }),
  JSON.stringify({ ...aRow(), intent: "x" }),
  "{",
])("a history with the line %s is named with file and line", async (line) => {
  await writeFile(join(environment, "history.ndjson"), `${line}\n`);
  const error = { kind: "damaged-file", path: join(environment, "history.ndjson"), line: 1 };
  expect(await store.readHistory("dev")).toMatchObject({ ok: false, error });
  expect(await store.appendHistory("dev", aRow())).toMatchObject({ ok: false, error });
});

test("a file where the folder of records belongs is named", async () => {
  await writeFile(join(directory, "releases"), "a file where a folder should be");
  expect(await store.saveRelease(aRelease())).toMatchObject({ ok: false, error: { kind: "damaged-file" } });
});

test("failures name what, where and what to do", () => {
  const texts = [
    describeStateFailure({
      kind: "damaged-file",
      path: "/x/journal.ndjson",
      line: 3,
      detail: "it is not JSON",
      advice: "delete line 3",
    }),
    describeStateFailure({ kind: "damaged-file", path: "/x/1.json", detail: "it is not a lease", advice: "delete it" }),
    describeStateFailure({ kind: "unknown-release", query: "9.9.9", known: [] }),
    describeStateFailure({ kind: "unknown-release", query: "9.9.9", known: [aRelease().id] }),
    describeStateFailure({ kind: "ambiguous-release", query: "abc", matches: [aRelease().id, OTHER.id] }),
    describeStateFailure({ kind: "release-conflict", releaseId: OTHER.id, path: "/x/r.json" }),
    describeStateFailure({ kind: "lease-lost", token: 4 }),
    describeStateFailure({
      kind: "locked",
      holder: { host: "laptop", user: "ann", pid: 42, startIdentity: "s", command: "deploy dev" },
      since: "2026-01-01T00:00:00.000Z",
      expiresAt: "2026-01-01T00:00:30.000Z",
    }),
  ];
  expect(texts).toEqual([
    "/x/journal.ndjson, line 3, is damaged: it is not JSON. What to do: delete line 3.",
    "/x/1.json is damaged: it is not a lease. What to do: delete it.",
    'no release answers to "9.9.9". None was built yet: run the pipeline first.',
    `no release answers to "9.9.9". The newest are ${aRelease().id}.`,
    `"abc" may be any of ${aRelease().id}, ${OTHER.id}: give the whole id.`,
    `release ${OTHER.id} is recorded already with other content, in /x/r.json. Records are for good: build a new release.`,
    "another command took the lock over (ours had token 4): nothing more was changed. Look at the status, then try again.",
    'the environment is locked by "deploy dev" (ann@laptop, process 42, since 2026-01-01T00:00:00.000Z); the lease runs until 2026-01-01T00:00:30.000Z unless renewed. Wait for it, or stop that process.',
  ]);
});
