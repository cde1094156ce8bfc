import { createHash } from "node:crypto";
import { lstatSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sha256OfFile } from "./content-digest.ts";
import { FileHashes, RACY_WINDOW_MS } from "./file-hashes.ts";
import { readIfPresent } from "./small-files.ts";
import { temporaryCheckout } from "./testing/temporary-checkout.ts";
import type { TemporaryCheckout } from "./testing/temporary-checkout.ts";

const ONE = createHash("sha256").update("one").digest("hex");
const TWO = createHash("sha256").update("two").digest("hex");

/** Hashes a.txt as a run would that begins `laterMs` after its last change. */
function hashLater(checkout: TemporaryCheckout, laterMs: number): string {
  const path = join(checkout.root, "a.txt");
  const stats = lstatSync(path);
  const hashes = new FileHashes(
    join(checkout.root, "hashes.json"),
    () => Math.max(stats.mtimeMs, stats.ctimeMs) + laterMs,
  );
  const digest = hashes.digestOf("a.txt", path, stats);
  hashes.save();
  return digest;
}

test.each([
  [RACY_WINDOW_MS, false],
  [RACY_WINDOW_MS + 1, true],
])("a digest taken %i ms after the last change is remembered: %s", (laterMs, isRemembered) => {
  using checkout = temporaryCheckout({ "a.txt": "one" });
  expect(hashLater(checkout, laterMs)).toBe(ONE);
  expect(readIfPresent(join(checkout.root, "hashes.json")) !== undefined).toBe(isRemembered);
});

test("a remembered file is not read again while its times are the same", () => {
  using checkout = temporaryCheckout({ "a.txt": "one" });
  hashLater(checkout, 10_000);
  checkout.write("hashes.json", checkout.read("hashes.json").replace(ONE, "remembered"));
  expect(hashLater(checkout, 10_000)).toBe("remembered");
});

test("a change that keeps size and modification time is seen by its change time", () => {
  using checkout = temporaryCheckout({ "a.txt": "one" });
  const path = join(checkout.root, "a.txt");
  const past = new Date(Date.now() - 60_000);
  utimesSync(path, past, past);
  hashLater(checkout, 10_000);
  writeFileSync(path, "two");
  utimesSync(path, past, past);
  expect(hashLater(checkout, 10_000)).toBe(TWO);
});

test("a file whose name is a property of every object is hashed like others", () => {
  using checkout = temporaryCheckout({ constructor: "one" });
  const path = join(checkout.root, "constructor");
  const hashes = new FileHashes(join(checkout.root, "hashes.json"), Date.now);
  expect(hashes.digestOf("constructor", path, lstatSync(path))).toBe(ONE);
});

test.each([4 * 1024 * 1024, 4 * 1024 * 1024 + 1])("a file of %i bytes has the digest of its content", (size) => {
  using checkout = temporaryCheckout();
  const content = Buffer.alloc(size, "abc");
  const path = join(checkout.root, "big");
  writeFileSync(path, content);
  expect(sha256OfFile(path, size)).toBe(createHash("sha256").update(content).digest("hex"));
});

test("when a file changed is known of what it is now, and not of what it was", () => {
  using checkout = temporaryCheckout({ "a.txt": "one" });
  const path = join(checkout.root, "a.txt");
  const stats = lstatSync(path);
  let nowMs = stats.ctimeMs + 10_000;
  const hashes = new FileHashes(join(checkout.root, "hashes.json"), () => nowMs);
  hashes.digestOf("a.txt", path, stats);
  expect([hashes.modifiedAtMs("a.txt"), hashes.changedAtMs("a.txt")]).toEqual([stats.mtimeMs, stats.ctimeMs]);
  writeFileSync(path, "three");
  nowMs = Date.now();
  hashes.digestOf("a.txt", path, lstatSync(path));
  expect([hashes.modifiedAtMs("a.txt"), hashes.changedAtMs("a.txt")]).toEqual([undefined, undefined]);
});
