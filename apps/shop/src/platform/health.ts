import type { Logger } from "pino";
import type { ShopApp } from "./shop-app.ts";

/** Something that the shop leans on. */
export interface HealthCheck {
  readonly name: string;
  /** Without it the shop is unhealthy; otherwise it is only degraded. */
  readonly isCritical: boolean;
  /** Rejects when the thing does not work. */
  readonly check: () => Promise<void>;
}

/** How the shop fares. */
export type HealthStatus = "healthy" | "degraded" | "unhealthy";

/** What /health answers. Why a check failed stands in the log only. */
export interface HealthReport {
  readonly status: HealthStatus;
  /** ISO 8601, UTC. */
  readonly timestamp: string;
  readonly version: string;
  readonly release: string;
  readonly checks: Readonly<Record<string, { readonly status: "up" | "down"; readonly durationMs: number }>>;
}

/** What the health routes need. */
export interface HealthOptions {
  readonly checks: readonly HealthCheck[];
  readonly version: string;
  readonly release: string;
  readonly logger: Logger;
  /** True once the process drains: it is not ready any more. */
  readonly isDraining: () => boolean;
  /** Milliseconds before a check counts as failed. Default 1000. */
  readonly timeoutMs?: number;
}

/**
 * Serves /health (503 when unhealthy), /health/live (200 while the process answers) and /health/ready (503 when
 * unhealthy or draining).
 */
export function registerHealthRoutes(app: ShopApp, options: HealthOptions): void {
  app.get("/health", async (_request, reply) => {
    const report = await checkHealth(options);
    return reply
      .code(report.status === "unhealthy" ? 503 : 200)
      .header("cache-control", "no-store")
      .send(report);
  });
  app.get("/health/live", (_request, reply) => reply.header("cache-control", "no-store").send({ status: "live" }));
  app.get("/health/ready", async (_request, reply) => {
    reply.header("cache-control", "no-store");
    if (options.isDraining()) return reply.code(503).send({ status: "draining" });
    const { status } = await checkHealth(options);
    return status === "unhealthy" ? reply.code(503).send({ status: "not ready" }) : reply.send({ status: "ready" });
  });
}

/** Runs all checks at once, each within its time. */
export async function checkHealth(options: HealthOptions): Promise<HealthReport> {
  const results = await Promise.all(options.checks.map((check) => runCheck(check, options)));
  const failed = results.filter(({ isUp }) => !isUp);
  const isUnhealthy = failed.some(({ isCritical }) => isCritical);
  return {
    status: isUnhealthy ? "unhealthy" : failed.length > 0 ? "degraded" : "healthy",
    timestamp: new Date().toISOString(),
    version: options.version,
    release: options.release,
    checks: Object.fromEntries(
      results.map(({ name, isUp, durationMs }) => [
        name,
        { status: isUp ? ("up" as const) : ("down" as const), durationMs },
      ]),
    ),
  };
}

async function runCheck({ name, isCritical, check }: HealthCheck, { logger, timeoutMs = 1000 }: HealthOptions) {
  const startedAt = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  const isUp = await Promise.race([check(), timeout])
    .then(() => true)
    .catch((error: unknown) => {
      logger.warn({ err: error, check: name }, "health check failed");
      return false;
    })
    .finally(() => clearTimeout(timer));
  return { name, isCritical, isUp, durationMs: Math.round(performance.now() - startedAt) };
}
