import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { boundLog, fileSize, findListeningPort, lastLines, readFrom } from "./log-files.ts";

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "ecommerce-cart-logs-"));
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

test("a log is emptied above its limit, not at it, and its writer goes on in the same file", () => {
  const path = join(directory, "bound.log");
  writeFileSync(path, "12345");

  boundLog(path, 5);
  expect(readFileSync(path, "utf8")).toBe("12345");
  boundLog(path, 4);
  appendFileSync(path, "next");

  expect(readFileSync(path, "utf8")).toBe("next");
  expect(readFileSync(`${path}.1`, "utf8")).toBe("12345");
});

test("the last lines come oldest first, and a missing log has none", () => {
  const path = join(directory, "lines.log");
  writeFileSync(path, "one\ntwo\nthree\n");

  expect(lastLines(path, 2)).toEqual(["two", "three"]);
  expect(lastLines(path, 0)).toEqual([]);
  expect(lastLines(join(directory, "none.log"), 2)).toEqual([]);
});

test("a log is read from a place on, and no more than was asked of its end", () => {
  const path = join(directory, "from.log");
  writeFileSync(path, "0123456789");

  expect(readFrom(path, 7, 100)).toBe("789");
  expect(readFrom(path, 0, 3)).toBe("789");
  expect(readFrom(path, 10, 100)).toBe("");
  expect(fileSize(path)).toBe(10);
  expect(fileSize(join(directory, "none.log"))).toBe(0);
});

test("the newest listening line tells the port, a half-written one does not", () => {
  const line = (port: number) => JSON.stringify({ level: 30, msg: "listening", port });

  expect(findListeningPort(`${line(1)}\nother\n${line(2)}\n`)).toBe(2);
  expect(findListeningPort(line(1).slice(0, -1))).toBeUndefined();
  expect(findListeningPort('{"msg":"now listening","port":3}')).toBeUndefined();
  expect(findListeningPort('"listening" {}}')).toBeUndefined();
  expect(findListeningPort("")).toBeUndefined();
});
