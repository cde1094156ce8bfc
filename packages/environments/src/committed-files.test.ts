import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Environment } from "./environment.ts";
import { describeEnvironmentProblem, parseEnvironment } from "./parse-environment.ts";

const FOLDER = `${import.meta.dirname}/../../../environments`;

function read(fileName: string): Environment {
  const parsed = parseEnvironment(readFileSync(`${FOLDER}/${fileName}`, "utf8"), fileName);
  if (!parsed.ok) throw new Error(parsed.error.map(describeEnvironmentProblem).join("\n"));
  return parsed.value;
}

test("the four environments of the requirements are there, and valid", () => {
  const names = readdirSync(FOLDER).map((fileName) => read(fileName).name);
  expect(names.sort()).toEqual(["development", "preproduction", "production", "staging"]);
});

test.each([
  ["development.yaml", { logLevel: "debug", branchPolicy: "warn" }, [false, false]],
  ["staging.yaml", { logLevel: "info", branchPolicy: "enforce" }, [true, false]],
  ["production.yaml", { logLevel: "warn", branchPolicy: "enforce" }, [true, true]],
] as const)("%s has the values and features of the requirements", (fileName, values, features) => {
  const [paymentProcessing, emailNotifications] = features;
  expect(read(fileName)).toMatchObject({ ...values, features: { paymentProcessing, emailNotifications } });
});

test("environments share no port, no address and no variable", () => {
  const environments = readdirSync(FOLDER).map(read);
  const claims = environments.flatMap((environment) => [
    environment.url,
    environment.target.port,
    ...[environment.database, environment.redis].flatMap((source) =>
      source.kind === "variable" ? [source.variable] : [],
    ),
  ]);
  expect(new Set(claims).size).toBe(claims.length);
});
