import { expect, test } from "vitest";
import { parseArguments } from "./router-arguments.ts";
import { DEFAULT_POLICY } from "./router-policy.ts";

const FILES = ["--state-file", "state.json", "--routes-file", "routes.json"];

test("the shop is served on 127.0.0.1:3000 where nothing else is said", () => {
  expect(parseArguments(FILES)).toEqual({
    ok: true,
    value: {
      host: "127.0.0.1",
      port: 3000,
      controlPort: 0,
      stateFile: "state.json",
      routesFile: "routes.json",
      policy: DEFAULT_POLICY,
    },
  });
});

test("limits are given as JSON", () => {
  const parsed = parseArguments([...FILES, "--policy", '{"slowAfterMs":300}', "--port", "65535"]);
  expect(parsed).toMatchObject({ ok: true, value: { port: 65_535, policy: { slowAfterMs: 300 } } });
});

test("every problem is reported", () => {
  const parsed = parseArguments(["--port", "65536", "--control-port", "x", "--policy", '{"x":1}']);
  expect(parsed).toEqual({
    ok: false,
    error: [
      "--state-file: expected a path",
      "--routes-file: expected a path",
      "--port: expected 0 to 65535",
      "--control-port: expected 0 to 65535",
      "policy.x: there is no such limit",
    ],
  });
});

test.each([
  ["--prot", "1"],
  ["--policy", "{"],
])("%s %s is refused", (...args) => {
  expect(parseArguments([...FILES, ...args]).ok).toBe(false);
});
