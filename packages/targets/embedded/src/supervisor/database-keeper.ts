import { isSameProcess } from "@ecommerce-cart/process-identity";
import { startPostgres } from "@ecommerce-cart/services";
import type { PostgresFailure, PostgresServer } from "@ecommerce-cart/services";
import { afterFailure, NO_FAILURES } from "./backoff.ts";
import type { Backoff } from "./backoff.ts";

/** What the keeper of a database needs. */
export interface DatabaseOptions {
  readonly directory: string;
  /** A server of yours: nothing is started. */
  readonly databaseUrl: string | undefined;
  /** The port that processes of releases know already. */
  readonly port: () => number | undefined;
  readonly onStarted: (server: PostgresServer) => void;
  readonly log: (line: string) => void;
}

const DATABASE_NAME = "shop";

/** Keeps the environment's PostgreSQL running, always on the same port, so that its clients find it again. */
export class DatabaseKeeper {
  readonly #options: DatabaseOptions;
  #server: PostgresServer | undefined;
  #url: string | undefined;
  #backoff: Backoff = NO_FAILURES;
  #failure: PostgresFailure | undefined;
  #starting: Promise<void> | undefined;
  #isClosed = false;

  constructor(options: DatabaseOptions) {
    this.#options = options;
    this.#url = options.databaseUrl;
  }

  /** What processes of releases get as DATABASE_URL; undefined until the first start. */
  get url(): string | undefined {
    return this.#url;
  }

  /** The server that runs now; undefined while it is down, and with a server of yours. */
  get server(): PostgresServer | undefined {
    return this.#server !== undefined && isSameProcess(this.#server) ? this.#server : undefined;
  }

  /** Why it does not run; undefined when it does. */
  get failure(): PostgresFailure | undefined {
    return this.#failure;
  }

  get isServing(): boolean {
    return this.#options.databaseUrl !== undefined || this.server !== undefined;
  }

  /** Starts the server where it does not run and its time has come; does not wait for it. */
  check(nowMs: number): void {
    const isIdle = this.isServing || this.#starting !== undefined || this.#isClosed;
    if (isIdle || nowMs < this.#backoff.dueAtMs) return;
    this.#starting = this.#start().finally(() => (this.#starting = undefined));
  }

  /** Ends the server and starts it no more; returns it when it ran. */
  async close(): Promise<PostgresServer | undefined> {
    this.#isClosed = true;
    await this.#starting;
    const server = this.server;
    await server?.stop();
    return server;
  }

  async #start(): Promise<void> {
    const port = this.#options.port();
    const { directory, log } = this.#options;
    try {
      const started = await startPostgres({ directory, log, ...(port === undefined ? {} : { port }) });
      if (!started.ok) return this.#noteFailure(started.error);
      this.#url = await started.value.ensureDatabase(DATABASE_NAME);
      this.#server = started.value;
      this.#failure = undefined;
      this.#backoff = NO_FAILURES;
      log(`PostgreSQL serves on port ${started.value.port}, process ${started.value.pid}`);
      this.#options.onStarted(started.value);
    } catch (error) {
      // It was killed between its start and the first question to it.
      this.#noteFailure({ kind: "postgres-did-not-start", directory, detail: String(error) });
    }
  }

  #noteFailure(failure: PostgresFailure): void {
    this.#failure = failure;
    this.#backoff = afterFailure(this.#backoff, Date.now());
    this.#options.log(`PostgreSQL did not start: ${JSON.stringify(failure)}`);
  }
}
