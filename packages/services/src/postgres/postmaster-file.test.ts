import { expect, test } from "vitest";
import { parsePostmasterFile } from "./postmaster-file.ts";

const READY = "4711\n/srv/data\n1764000000\n24487\n\n127.0.0.1\n 3 4\nready   \n";

test("a whole file says process, port and readiness", () => {
  expect(parsePostmasterFile(READY)).toEqual({ pid: 4711, port: 24487, isReady: true });
});

test("a server that is starting or stopping is not ready", () => {
  expect(parsePostmasterFile(READY.replace("ready   ", "starting"))).toMatchObject({ isReady: false });
  expect(parsePostmasterFile(READY.replace("ready   ", "stopping"))).toMatchObject({ isReady: false });
  expect(parsePostmasterFile("4711\n/srv/data\n1764000000\n24487\n")).toMatchObject({ isReady: false });
});

test.each(["", "4711\n", "4711\n/srv/data\n1764000000\n", "-1\n/srv/data\n1\n24487\n", "x\n\n\n24487\n"])(
  "a file that is not whole says nothing: %j",
  (text) => {
    expect(parsePostmasterFile(text)).toBeUndefined();
  },
);
