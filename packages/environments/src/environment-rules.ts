import type { Environment } from "./environment.ts";

/** A rule that a well-formed environment breaks: where, and what to do. */
export interface BrokenRule {
  readonly path: string;
  readonly message: string;
}

type Rule = (environment: Environment, fileName: string) => readonly BrokenRule[];

const VARIABLE = /^[A-Z][A-Z0-9_]*$/;
const LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"];

/** What one key cannot say alone. Each rule gives all that breaks it. */
export const ENVIRONMENT_RULES: readonly Rule[] = [
  nameIsTheFiles,
  urlIsAnOrigin,
  variablesAreNamed,
  approvalsAreGiven,
  triggersNameBranches,
  productionDataNeedsApproval,
  embeddedDatabaseHoldsMockData,
  someProcessAlwaysServes,
];

function nameIsTheFiles(environment: Environment, fileName: string): readonly BrokenRule[] {
  const expected = (fileName.split(/[/\\]/).at(-1) ?? "").replace(/\.ya?ml$/, "");
  if (environment.name === expected) return [];
  return [{ path: "name", message: `must be ${expected}, as its file is called` }];
}

function urlIsAnOrigin({ url }: Environment): readonly BrokenRule[] {
  const parsed = URL.parse(url);
  const isSecure = parsed?.protocol === "https:";
  const isLocal = parsed?.protocol === "http:" && LOCAL_HOSTS.includes(parsed.hostname);
  if (parsed !== null && (isSecure || isLocal) && parsed.origin === url) return [];
  const message = "must be an https address without a path (http on localhost): https://shop.example.com";
  return [{ path: "url", message }];
}

function variablesAreNamed({ database, redis }: Environment): readonly BrokenRule[] {
  const sources = [
    { path: "database_url.from_variable", source: database },
    { path: "redis_url.from_variable", source: redis },
  ];
  return sources.flatMap(({ path, source }) =>
    source.kind === "variable" && !VARIABLE.test(source.variable)
      ? [{ path, message: "must be the name of a variable: DATABASE_URL" }]
      : [],
  );
}

function approvalsAreGiven({ approval, trigger }: Environment): readonly BrokenRule[] {
  if (trigger.on === "approval" && approval.required === 0)
    return [{ path: "approval.required", message: "must be 1 or more: the trigger waits for approval" }];
  if (approval.required === 0 || approval.by.length > 0) return [];
  return [{ path: "approval.by", message: `must name who may give the ${approval.required} approvals` }];
}

function triggersNameBranches({ trigger }: Environment): readonly BrokenRule[] {
  if (trigger.on === "manual" || trigger.branches.length > 0) return [];
  return [{ path: "trigger.branches", message: "must name a branch, or nothing ever starts it: [develop]" }];
}

function productionDataNeedsApproval({ data, trigger }: Environment): readonly BrokenRule[] {
  if (data !== "production" || trigger.on !== "push") return [];
  return [{ path: "trigger.on", message: "must be approval or manual: a push alone never reaches production data" }];
}

function embeddedDatabaseHoldsMockData({ data, database }: Environment): readonly BrokenRule[] {
  if (database.kind !== "embedded" || data === "mock") return [];
  return [
    { path: "database_url", message: `must name a variable: the embedded database holds mock data, not ${data}` },
  ];
}

function someProcessAlwaysServes({ rollout }: Environment): readonly BrokenRule[] {
  if (rollout.maxUnavailable < rollout.webCount) return [];
  return [{ path: "rollout.max_unavailable", message: `must be below web_count, ${rollout.webCount}` }];
}
