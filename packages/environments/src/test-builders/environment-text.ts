import { parseEnvironment } from "../parse-environment.ts";
import type { Environment } from "../environment.ts";

/** A valid file, one line per key; a test changes the lines that it is about. */
const TEXT = `name: staging
purpose: Integration testing
url: https://staging.example.com
access: [developers, qa]
data: anonymised
trigger:
  on: push
  branches: [develop]
approval:
  required: 0
  by: []
target:
  kind: embedded
  port: 3001
rollout:
  strategy: blue-green
  web_count: 2
  worker_count: 1
  warm_window: 10m
  health_deadline: 30s
  drain_timeout: 30s
database_url: { from_variable: STAGING_DATABASE_URL }
redis_url: none
log_level: info
features:
  payment_processing: true
  email_notifications: false
required_gates: [functional, code]
branch_policy: enforce
`;

/**
 * A valid file with some lines replaced: each key is the start of a line, without its indentation.
 * Throws where no line starts so. Example: anEnvironmentText({ "web_count:": "web_count: 0" }).
 */
export function anEnvironmentText(changes: Readonly<Record<string, string>> = {}): string {
  const lines = TEXT.split("\n");
  for (const [start, replacement] of Object.entries(changes)) {
    const index = lines.findIndex((line) => line.trimStart().startsWith(start));
    const line = lines[index];
    if (line === undefined) throw new Error(`no line starts with ${start}`);
    lines[index] = replacement === "" ? "" : line.slice(0, line.length - line.trimStart().length) + replacement;
  }
  return lines.join("\n");
}

/** The environment of that text. Throws where it is not valid. */
export function anEnvironment(changes: Readonly<Record<string, string>> = {}): Environment {
  const parsed = parseEnvironment(anEnvironmentText(changes), "staging.yaml");
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}
