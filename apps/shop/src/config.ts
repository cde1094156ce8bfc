import { err, ok, type Result } from "@ecommerce-cart/result";

/** What the shop needs to know of its surroundings; read once, at start. */
export interface Config {
  /** `PORT`: TCP port, 0 to 65535; 0 picks a free one. Default 3000. */
  readonly port: number;
  /** `WORKER_PORT`: TCP port of the worker's health and metrics, 0 to 65535; 0, the default, picks a free one and logs it. */
  readonly workerPort: number;
  /** `HOST`: address to listen on. Default 127.0.0.1. */
  readonly host: string;
  /** `DATABASE_URL`: postgres:// or postgresql:// address. Required; may hold a password, so never print it. */
  readonly databaseUrl: string;
  /** `DATABASE_POOL_SIZE`: connections per process, 1 to 100. Default 10. */
  readonly databasePoolSize: number;
  /** `REDIS_URL`: redis:// or rediss:// address. Default null: everything in process. */
  readonly redisUrl: string | null;
  /** `APP_VERSION`: version of the release. Default 0.0.0-dev. */
  readonly appVersion: string;
  /** `RELEASE_ID`: the `release` label of metrics. Default dev. */
  readonly releaseId: string;
  /** `LOG_LEVEL`: trace, debug, info, warn, error, fatal or silent. Default info. */
  readonly logLevel: LogLevel;
  /** `PUBLIC_URL`: http(s) address that shoppers see, without a trailing slash. Default http://localhost:3000. */
  readonly publicUrl: string;
  /**
   * `FEATURE_PAYMENT_PROCESSING`: whether payments are real. False (the default): the sandbox provider stands in. True:
   * the sandbox is off, and since this release has no real provider, checkouts are refused and health is degraded.
   */
  readonly isPaymentProcessingEnabled: boolean;
  /** `FEATURE_EMAIL_NOTIFICATIONS`: whether e-mails leave. Default false. */
  readonly isEmailNotificationsEnabled: boolean;
  /** `SHUTDOWN_TIMEOUT_MS`: milliseconds for requests in flight to finish, 100 to 300000. Default 10000. */
  readonly shutdownTimeoutMs: number;
  /** `PAYMENT_TOKENS_PER_MINUTE`: payment tokens that one address may ask for, 1 to 1000000. Default 600. */
  readonly paymentTokensPerMinute: number;
}

/** How much is logged. */
export type LogLevel = (typeof LOG_LEVELS)[number];

const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

/** A variable that cannot be used: its name and what would be right. Values stay out, since some are secret. */
export interface BadVariable {
  readonly name: string;
  readonly expected: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the configuration. Names every bad variable at once; never repeats a value.
 * An empty variable counts as unset. Example: `readConfig({ DATABASE_URL: "postgres://localhost/shop" })`.
 */
export function readConfig(environment: Environment): Result<Config, readonly BadVariable[]> {
  const bad: BadVariable[] = [];
  const read = <T>(name: string, parse: (text: string | undefined) => T | null, expected: string): T => {
    const text = environment[name]?.trim();
    const value = parse(text === "" ? undefined : text);
    if (value === null) bad.push({ name, expected });
    // A bad value ends in `err` below, so it never reaches a caller.
    return value as T;
  };
  const readInteger = (name: string, range: { min: number; max: number; fallback: number }): number =>
    read(name, (text) => parseInteger(text, range), `a whole number from ${range.min} to ${range.max}`);
  const config: Config = {
    port: readInteger("PORT", { min: 0, max: 65_535, fallback: 3000 }),
    workerPort: readInteger("WORKER_PORT", { min: 0, max: 65_535, fallback: 0 }),
    host: read("HOST", (text) => text ?? "127.0.0.1", "a host name or address"),
    databaseUrl: read("DATABASE_URL", (text) => parseUrl(text, ["postgres:", "postgresql:"]), "a postgres:// address"),
    databasePoolSize: readInteger("DATABASE_POOL_SIZE", { min: 1, max: 100, fallback: 10 }),
    redisUrl: read("REDIS_URL", parseRedisUrl, "a redis:// or rediss:// address, or nothing")?.url ?? null,
    appVersion: read("APP_VERSION", (text) => text ?? "0.0.0-dev", "a version"),
    releaseId: read("RELEASE_ID", (text) => text ?? "dev", "a release's name"),
    logLevel: read("LOG_LEVEL", parseLogLevel, `one of ${LOG_LEVELS.join(", ")}`),
    publicUrl: read("PUBLIC_URL", parsePublicUrl, "an http:// or https:// address without query"),
    isPaymentProcessingEnabled: read("FEATURE_PAYMENT_PROCESSING", parseSwitch, "true or false"),
    isEmailNotificationsEnabled: read("FEATURE_EMAIL_NOTIFICATIONS", parseSwitch, "true or false"),
    shutdownTimeoutMs: readInteger("SHUTDOWN_TIMEOUT_MS", { min: 100, max: 300_000, fallback: 10_000 }),
    paymentTokensPerMinute: readInteger("PAYMENT_TOKENS_PER_MINUTE", { min: 1, max: 1_000_000, fallback: 600 }),
  };
  return bad.length > 0 ? err(bad) : ok(config);
}

function parseInteger(
  text: string | undefined,
  range: { readonly min: number; readonly max: number; readonly fallback: number },
): number | null {
  if (text === undefined) return range.fallback;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= range.min && value <= range.max ? value : null;
}

function parseUrl(text: string | undefined, protocols: readonly string[]): string | null {
  if (text === undefined || !URL.canParse(text)) return null;
  return protocols.includes(new URL(text).protocol) ? text : null;
}

function parseRedisUrl(text: string | undefined): { readonly url: string | null } | null {
  if (text === undefined) return { url: null };
  const url = parseUrl(text, ["redis:", "rediss:"]);
  return url === null ? null : { url };
}

function parsePublicUrl(text: string | undefined): string | null {
  const url = parseUrl(text ?? "http://localhost:3000", ["http:", "https:"]);
  if (url === null || new URL(url).search !== "" || new URL(url).hash !== "") return null;
  return url.replace(/\/+$/, "");
}

function parseLogLevel(text: string | undefined): LogLevel | null {
  return LOG_LEVELS.find((level) => level === (text ?? "info")) ?? null;
}

function parseSwitch(text: string | undefined): boolean | null {
  if (text === undefined || text === "false") return false;
  return text === "true" ? true : null;
}
