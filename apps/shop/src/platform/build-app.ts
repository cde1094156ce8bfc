import { randomUUID } from "node:crypto";
import { TypeBoxValidatorCompiler, type TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import { fastify, LogController, type FastifyBaseLogger } from "fastify";
import type { Logger } from "pino";
import { registerProblemPages } from "../problems/problem-pages.ts";
import type { ErrorPageRenderer } from "../problems/send-problem.ts";
import { registerErrorHandler } from "./error-handler.ts";
import { registerHealthRoutes, type HealthCheck } from "./health.ts";
import type { Metrics } from "./metrics.ts";
import { registerRequestRecords } from "./request-records.ts";
import { registerSecurityHeaders } from "./security-headers.ts";
import type { ShopApp, ShopPlugin } from "./shop-app.ts";

/** What the server is made of. */
export interface AppOptions {
  readonly publicUrl: string;
  readonly version: string;
  readonly release: string;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly healthChecks: readonly HealthCheck[];
  readonly plugins: readonly ShopPlugin[];
  /** True once the process drains. */
  readonly isDraining?: () => boolean;
  /** Draws problems for browsers; without it they get JSON like everybody. */
  readonly renderErrorPage?: ErrorPageRenderer;
}

/** Bytes of a body at most. */
export const BODY_LIMIT = 64 * 1024;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Builds the web server; it listens nowhere yet, so a test can call `inject`. */
export async function buildApp(options: AppOptions): Promise<ShopApp> {
  const isDraining = options.isDraining ?? (() => false);
  const app: ShopApp = fastify({
    loggerInstance: options.logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "requestId" }),
    genReqId: (request) => {
      const given = request.headers["x-request-id"];
      return typeof given === "string" && UUID.test(given) ? given : randomUUID();
    },
    // The router in front runs on the same machine; nobody else may say whose request this is.
    trustProxy: "loopback",
    bodyLimit: BODY_LIMIT,
    // Longer than the router keeps an idle connection, so that none is closed under a request.
    keepAliveTimeout: 75_000,
    requestTimeout: 30_000,
    forceCloseConnections: "idle",
    // A request that still arrives on an open connection while draining is served, not refused.
    return503OnClosing: false,
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  app.decorate("publicUrl", options.publicUrl);
  app.decorate("renderErrorPage", options.renderErrorPage ?? null);
  registerSecurityHeaders(app, options.publicUrl);
  registerRequestRecords(app, options.metrics);
  registerErrorHandler(app);
  closeConnectionsWhileDraining(app, isDraining);
  registerHealthRoutes(app, { ...options, checks: options.healthChecks, isDraining });
  registerMetricsRoute(app, options.metrics);
  registerProblemPages(app);
  for (const plugin of options.plugins) await app.register(async (scope) => plugin(scope as ShopApp));
  return app;
}

function closeConnectionsWhileDraining(app: ShopApp, isDraining: () => boolean): void {
  // When the answer is sent, not when the request came: it may have come before the draining began.
  app.addHook("onSend", async (_request, reply) => {
    if (isDraining()) reply.header("connection", "close");
  });
}

function registerMetricsRoute(app: ShopApp, metrics: Metrics): void {
  app.get("/metrics", async (_request, reply) => reply.type(metrics.contentType).send(await metrics.render()));
}
