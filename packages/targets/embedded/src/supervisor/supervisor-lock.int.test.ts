import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ownIdentity, readStartTime } from "@ecommerce-cart/process-identity";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readHolder, releaseLock, takeLock } from "./supervisor-lock.ts";

const SELF = ownIdentity();
const PARENT = { pid: process.ppid, startedAt: readStartTime(process.ppid) ?? "" };
const DEAD = { pid: process.pid, startedAt: "another time" };

let directory: string;
let lockFile: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "ecommerce-cart-lock-"));
  lockFile = join(directory, "supervisor.lock");
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

test("a free lock is taken, and a second one sees the holder", () => {
  expect(takeLock(lockFile, PARENT)).toBeUndefined();
  expect(takeLock(lockFile, SELF)).toEqual(PARENT);
  expect(readHolder(lockFile)).toEqual(PARENT);
});

test.each([
  ["a dead holder's", JSON.stringify(DEAD)],
  ["a damaged", "{ damaged"],
])("%s lock is taken over, and nothing else is left behind", (_whose, text) => {
  writeFileSync(lockFile, text);

  expect(takeLock(lockFile, SELF)).toBeUndefined();
  expect(readHolder(lockFile)).toEqual(SELF);
  expect(readdirSync(directory)).toEqual(["supervisor.lock"]);
});

test("only its holder gives a lock up", () => {
  takeLock(lockFile, PARENT);

  releaseLock(lockFile, SELF);
  expect(existsSync(lockFile)).toBe(true);
  releaseLock(lockFile, PARENT);
  expect(existsSync(lockFile)).toBe(false);
});
