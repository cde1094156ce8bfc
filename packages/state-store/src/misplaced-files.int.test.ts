import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { FileStateStore } from "./file-state-store.ts";

let directory: string;
let store: FileStateStore;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "misplaced-"));
  store = new FileStateStore(directory);
});
afterEach(() => rm(directory, { recursive: true, force: true }));

type Ask = (store: FileStateStore) => Promise<unknown>;
const takeLock: Ask = (asked) => asked.withLock("dev", "deploy dev", async (lease) => lease.token);

const FILES: readonly (readonly [string, Ask])[] = [
  ["environments/dev/journal.ndjson", (asked) => asked.readJournal("dev")],
  ["environments/dev/history.ndjson", (asked) => asked.readHistory("dev")],
  ["environments/dev/fencing-token", takeLock],
  ["environments/dev/lock/1.json", takeLock],
  ["environments/dev/lock/1.json", (asked) => asked.lockHolder("dev")],
  ["releases/records/1.0.0-abc1234-9f8e7d6c.json", (asked) => asked.listReleases()],
];

test.each(FILES)("a folder in place of %s is named, with what to do", async (name, ask) => {
  await mkdir(join(directory, name), { recursive: true });
  expect(await ask(store)).toEqual({
    ok: false,
    error: {
      kind: "damaged-file",
      path: join(directory, name),
      detail: "a folder stands where this file belongs",
      advice: "move the folder away, then run the command again",
    },
  });
});

test.each([
  ["environments/dev/lock", takeLock],
  ["releases/records", (asked: FileStateStore) => asked.listReleases()],
])("a file in place of the folder %s is named, with what to do", async (name, ask) => {
  const path = join(directory, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, "");
  const advice = "move that file away, then run the command again";
  expect(await ask(store)).toMatchObject({ ok: false, error: { kind: "damaged-file", path, advice } });
});
