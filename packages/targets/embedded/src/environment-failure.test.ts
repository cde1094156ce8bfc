import { expect, test } from "vitest";
import { describeEnvironmentFailure, failureOfSystemError } from "./environment-failure.ts";
import type { EnvironmentFailure } from "./environment-failure.ts";

test.each<readonly [EnvironmentFailure, readonly string[]]>([
  [{ kind: "environment-port-busy", host: "127.0.0.1", port: 3000 }, ["3000", "127.0.0.1", "--port"]],
  [{ kind: "postgres-failed", failure: { kind: "disk-full", directory: "/d/postgres" } }, ["/d/postgres", "full"]],
  [
    { kind: "damaged-state-file", file: "/d/state.json", detail: "it is not JSON" },
    ["/d/state.json", "it is not JSON", "./pipeline down", "move it away"],
  ],
  [{ kind: "environment-differs", name: "development", detail: "it listens elsewhere" }, ["development", "elsewhere"]],
  [{ kind: "environment-disk-full", directory: "/d" }, ["/d", "full", "Free"]],
  [{ kind: "environment-folder-unusable", directory: "/d", detail: "EACCES" }, ["/d", "EACCES"]],
  [{ kind: "supervisor-did-not-start", logFile: "/d/logs/supervisor.log", detail: "why" }, ["supervisor.log", "why"]],
  [{ kind: "router-did-not-start", logFile: "/d/logs/router.log", detail: "why" }, ["router.log", "why"]],
  [{ kind: "processes-remain", pids: [7, 8] }, ["7, 8", "kill"]],
])("a message says what was wrong, where, and what to do: %s", (failure, words) => {
  for (const word of words) expect(describeEnvironmentFailure(failure)).toContain(word);
});

test("a full disk and a forbidden folder are expected, anything else is a bug", () => {
  const error = (code: string) => Object.assign(new Error(code), { code });

  expect(failureOfSystemError(error("ENOSPC"), "/d").kind).toBe("environment-disk-full");
  expect(failureOfSystemError(error("EACCES"), "/d").kind).toBe("environment-folder-unusable");
  expect(() => failureOfSystemError(error("EBADF"), "/d")).toThrow("EBADF");
});
