import type {
  Approval,
  EmbeddedTargetSettings,
  Environment,
  RedisSource,
  RolloutSettings,
  ServerSource,
  Trigger,
} from "./environment.ts";
import type { Section } from "./section.ts";

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;

/**
 * Reads every key of an environment's file. Keys, with range and default:
 * name (as the file), purpose, url (https, http on localhost), access (groups), data (mock, anonymised,
 * production-like, production), trigger {on: push, approval or manual; branches}, approval {required 0-10; by},
 * target {kind: embedded; port 1-65535}, rollout {strategy: blue-green or rolling; web_count 1-16; worker_count 0-16;
 * max_unavailable 0-15, default 0; warm_window 0s-7 days; health_deadline 1s-10m; drain_timeout 1s-10m},
 * database_url (embedded or {from_variable}), redis_url (none or {from_variable}), database_pool_size 1-100, default 10;
 * shutdown_timeout 1s-10m, default 10s; log_level, features {payment_processing, email_notifications},
 * required_gates (code, security, performance, functional), branch_policy (warn, enforce).
 */
export function readEnvironment(file: Section): Environment {
  const environment: Environment = {
    name: file.text("name"),
    purpose: file.text("purpose"),
    url: file.text("url"),
    access: file.texts("access"),
    data: file.choice("data", ["mock", "anonymised", "production-like", "production"]),
    trigger: readTrigger(file.section("trigger")),
    approval: readApproval(file.section("approval")),
    target: readTarget(file.section("target")),
    rollout: readRollout(file.section("rollout")),
    database: readDatabase(file),
    redis: readRedis(file),
    databasePoolSize: file.whole("database_pool_size", { min: 1, max: 100 }, 10),
    shutdownTimeoutMs: file.durationMs("shutdown_timeout", { min: SECOND, max: 600 * SECOND }, 10 * SECOND),
    logLevel: file.choice("log_level", ["trace", "debug", "info", "warn", "error"]),
    features: readFeatures(file.section("features")),
    requiredGates: file.choices("required_gates", ["code", "security", "performance", "functional"]),
    branchPolicy: file.choice("branch_policy", ["warn", "enforce"]),
  };
  file.refuseOthers();
  return environment;
}

function readTrigger(section: Section): Trigger {
  const trigger = {
    on: section.choice("on", ["push", "approval", "manual"]),
    branches: section.texts("branches"),
  };
  section.refuseOthers();
  return trigger;
}

function readApproval(section: Section): Approval {
  const approval = { required: section.whole("required", { min: 0, max: 10 }), by: section.texts("by") };
  section.refuseOthers();
  return approval;
}

function readTarget(section: Section): EmbeddedTargetSettings {
  const target = {
    kind: section.choice("kind", ["embedded"]),
    port: section.whole("port", { min: 1, max: 65_535 }),
  };
  section.refuseOthers();
  return target;
}

function readRollout(section: Section): RolloutSettings {
  const rollout = {
    strategy: section.choice("strategy", ["blue-green", "rolling"]),
    webCount: section.whole("web_count", { min: 1, max: 16 }),
    workerCount: section.whole("worker_count", { min: 0, max: 16 }),
    maxUnavailable: section.whole("max_unavailable", { min: 0, max: 15 }, 0),
    warmWindowMs: section.durationMs("warm_window", { min: 0, max: 7 * DAY }),
    healthDeadlineMs: section.durationMs("health_deadline", { min: SECOND, max: 600 * SECOND }),
    drainTimeoutMs: section.durationMs("drain_timeout", { min: SECOND, max: 600 * SECOND }),
  };
  section.refuseOthers();
  return rollout;
}

function readDatabase(file: Section): ServerSource {
  if (file.isMapping("database_url")) return readVariable(file.section("database_url"));
  return { kind: file.word("database_url", "embedded", "{ from_variable: DATABASE_URL }") };
}

function readRedis(file: Section): RedisSource {
  if (file.isMapping("redis_url")) return readVariable(file.section("redis_url"));
  return { kind: file.word("redis_url", "none", "{ from_variable: REDIS_URL }") };
}

function readVariable(section: Section): { readonly kind: "variable"; readonly variable: string } {
  const variable = section.text("from_variable");
  section.refuseOthers();
  return { kind: "variable", variable };
}

function readFeatures(section: Section): Environment["features"] {
  const features = {
    paymentProcessing: section.flag("payment_processing"),
    emailNotifications: section.flag("email_notifications"),
  };
  section.refuseOthers();
  return features;
}
