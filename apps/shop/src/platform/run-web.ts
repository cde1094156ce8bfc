import type { Logger } from "pino";
import type { ShopApp } from "./shop-app.ts";

/** A web server that listens. */
export interface RunningWeb {
  readonly port: number;
  /** Stops listening, lets requests in flight finish, and cuts them after `timeoutMs`. True when none was cut. */
  drain(timeoutMs: number): Promise<boolean>;
}

/** Where to listen. */
export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly logger: Logger;
  /** The variable that the port came from, for messages. Default PORT. */
  readonly portVariable?: string;
}

/** Why the server cannot listen. */
export class CannotListen extends Error {
  constructor(message: string, cause: unknown) {
    super(message, { cause });
    this.name = "CannotListen";
  }
}

/**
 * Listens and says so in the log (`{"msg":"listening","port":…}`). Port 0 picks a free one.
 * Throws CannotListen when the port is busy or not allowed.
 */
export async function runWeb(
  app: ShopApp,
  { host, port, logger, portVariable = "PORT" }: ListenOptions,
): Promise<RunningWeb> {
  await app.listen({ host, port, listenTextResolver: () => "accepting connections" }).catch((error: unknown) => {
    throw new CannotListen(describeListenError(error, { host, port, portVariable }), error);
  });
  const address = app.server.address();
  const actualPort = typeof address === "object" && address !== null ? address.port : port;
  logger.info({ port: actualPort, host }, "listening");
  return { port: actualPort, drain: (timeoutMs) => drain(app, timeoutMs) };
}

const IDLE_SWEEP_MS = 100;

async function drain(app: ShopApp, timeoutMs: number): Promise<boolean> {
  let isCut = false;
  const timer = setTimeout(() => {
    isCut = true;
    app.server.closeAllConnections();
  }, timeoutMs);
  // A connection whose answer had begun before the draining stays open after it, unless somebody closes it.
  const sweeper = setInterval(() => app.server.closeIdleConnections(), IDLE_SWEEP_MS);
  await app.close();
  clearTimeout(timer);
  clearInterval(sweeper);
  return !isCut;
}

function describeListenError(error: unknown, { host, port, portVariable }: Omit<ListenOptions, "logger">): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "EADDRINUSE")
    return `port ${port} on ${host} is taken by another program; stop it, or choose another with ${portVariable}`;
  if (code === "EACCES") return `port ${port} is not allowed to this user; choose one above 1023 with ${portVariable}`;
  return `cannot listen on ${host}:${port} (${code ?? "unknown reason"}); check HOST and ${portVariable}`;
}
