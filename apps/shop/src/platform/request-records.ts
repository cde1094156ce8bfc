import type { FastifyReply, FastifyRequest } from "fastify";
import type { ShopApp } from "./shop-app.ts";
import type { Metrics } from "./metrics.ts";

const USER_AGENT_LENGTH = 200;

/** Logs and measures every answered request by its route's pattern; an unknown address shares one label. */
export function registerRequestRecords(app: ShopApp, metrics: Metrics): void {
  app.addHook("onResponse", (request, reply, done) => {
    const record = {
      method: request.method,
      route: routeOf(request),
      statusCode: reply.statusCode,
      durationMs: reply.elapsedTime,
    };
    metrics.observeHttp(record);
    logRequest(request, reply, record);
    done();
  });
}

/** The route's pattern, or "unmatched". */
export function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? "unmatched";
}

function logRequest(
  request: FastifyRequest,
  reply: FastifyReply,
  { method, route, statusCode, durationMs }: { method: string; route: string; statusCode: number; durationMs: number },
): void {
  const isProbe = route === "/metrics" || route.startsWith("/health");
  const level = statusCode >= 500 ? "warn" : isProbe ? "debug" : "info";
  reply.log[level](
    {
      method,
      route,
      statusCode,
      // Milliseconds, to a hundredth.
      duration: Math.round(durationMs * 100) / 100,
      userAgent: request.headers["user-agent"]?.slice(0, USER_AGENT_LENGTH),
      ip: request.ip,
    },
    "request",
  );
}
