import { expect, test } from "vitest";
import { parseEnvironmentConfig } from "./environment-config.ts";

const CONFIG = {
  name: "development",
  directory: "/srv/shop/.data/environments/development",
  rootDirectory: "/srv/shop",
  host: "127.0.0.1",
  port: 3000,
  webCount: 2,
  workerCount: 1,
  shopEnvironment: { LOG_LEVEL: "info" },
};

test("a whole config is taken", () => {
  expect(parseEnvironmentConfig(CONFIG)).toEqual({ ok: true, value: CONFIG });
});

test("every problem is named at once", () => {
  const problems = parseEnvironmentConfig({
    ...CONFIG,
    name: "",
    directory: "data",
    port: -1,
    shopEnvironment: { A: 1 },
  });

  expect(problems).toEqual({
    ok: false,
    error: [
      "name: expected a text",
      "port: expected an integer >= 0",
      "directory: expected an absolute path",
      "shopEnvironment: expected texts by name",
    ],
  });
  expect(parseEnvironmentConfig(null)).toEqual({ ok: false, error: ["expected an object"] });
});
