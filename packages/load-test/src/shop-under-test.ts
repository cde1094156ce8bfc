import { findFreePort } from "@ecommerce-cart/services";
import { drawArrivals, seededRandom } from "./arrivals.ts";
import type { OfferedLoad } from "./arrivals.ts";
import { CannotMeasure } from "./cannot-measure.ts";
import { runOpenLoop } from "./open-loop.ts";
import type { Sample } from "./open-loop.ts";
import { createScratchDatabase } from "./scratch-database.ts";
import { REQUEST_TIMEOUT_MS, ShopClient } from "./shop-client.ts";
import { runRole, startRole } from "./shop-process.ts";
import type { BuiltRelease } from "./shop-process.ts";
import { ShopTraffic } from "./shop-traffic.ts";
import type { WatchedProcess } from "./watch-usage.ts";

/** The servers that a release is measured on. */
export interface MeasuringServers {
  /** A PostgreSQL on which databases may be created. */
  readonly databaseUrl: string;
  readonly redisUrl?: string | undefined;
}

/** Something that requests can be sent to: a shop with what is known of it. */
export interface LoadedShop {
  readonly client: ShopClient;
  readonly traffic: ShopTraffic;
}

/** A release that serves, with its own database, one web process and one worker. */
export interface ShopUnderTest extends LoadedShop {
  readonly release: BuiltRelease;
  readonly origin: string;
  readonly processes: readonly WatchedProcess[];
  /** Throws CannotMeasure, with its last words, where a process has ended by itself. */
  readonly checkAlive: () => void;
  /** Ends its processes and deletes its database. */
  readonly stop: () => Promise<void>;
}

const READY_TIMEOUT_MS = 20_000;
const SEED = 20_261;

/** Migrates, seeds and starts a release. Throws CannotMeasure where it does not come up; nothing is left running then. */
export async function startShop(release: BuiltRelease, servers: MeasuringServers): Promise<ShopUnderTest> {
  const cleanUps: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  };
  try {
    return await start({ release, servers, cleanUps, stop });
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start({ release, servers, cleanUps, stop }: Starting): Promise<ShopUnderTest> {
  const database = await createScratchDatabase(servers.databaseUrl);
  cleanUps.push(database.drop);
  const port = await findFreePort();
  const variables = variablesOf(release, { ...servers, databaseUrl: database.url, port });
  await runRole(release, "migrate", variables);
  await runRole(release, "seed", variables);
  await database.restock();
  const running = ["web", "worker"].map((role) => ({ role, ...startRole(release, role, variables) }));
  cleanUps.push(async () => void (await Promise.all(running.map((one) => one.stop()))));
  const origin = `http://127.0.0.1:${port}`;
  const client = new ShopClient(origin);
  cleanUps.push(() => client.close());
  const checkAlive = (): void => {
    const dead = running.find((one) => one.isOver());
    if (dead !== undefined)
      throw new CannotMeasure(`${dead.role} of ${release.id} ended: ${dead.output().trim().slice(-600)}`);
  };
  await client
    .waitUntilReady(READY_TIMEOUT_MS, () => running.some((one) => one.isOver()))
    .catch((error: unknown) => {
      checkAlive();
      throw error;
    });
  const traffic = new ShopTraffic(await client.readGoods(), release.id, seededRandom(SEED));
  return { release, origin, client, traffic, processes: running, checkAlive, stop };
}

interface Starting {
  readonly release: BuiltRelease;
  readonly servers: MeasuringServers;
  readonly cleanUps: (() => Promise<void>)[];
  readonly stop: () => Promise<void>;
}

/** As in production: payments by the sandbox, and tokens without a limit, as all shoppers have one address here. */
function variablesOf(
  release: BuiltRelease,
  { databaseUrl, redisUrl, port }: MeasuringServers & { readonly port: number },
): Readonly<Record<string, string>> {
  return {
    HOST: "127.0.0.1",
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    APP_VERSION: release.version,
    RELEASE_ID: release.id,
    LOG_LEVEL: "warn",
    PAYMENT_TOKENS_PER_MINUTE: "1000000",
    ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
  };
}

/** How a load is offered: the same seed offers the same steps at the same times. */
export interface LoadOrder extends OfferedLoad {
  readonly seed: number;
  readonly signal: AbortSignal;
}

/** Offers a load and waits for the last answer. */
export function offerLoad({ client, traffic }: LoadedShop, order: LoadOrder): Promise<readonly Sample[]> {
  traffic.drawFrom(seededRandom(order.seed));
  return runOpenLoop({
    arrivalsMs: drawArrivals(order, seededRandom(order.seed + 1)),
    next: () => client.prepare(traffic.next()),
    maxInFlight: Math.max(50, Math.ceil(order.rate)),
    timeoutMs: REQUEST_TIMEOUT_MS,
    signal: order.signal,
  });
}
