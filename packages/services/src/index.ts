export { findFreePort, isPortFree } from "./free-port.ts";
export { describePostgresFailure } from "./postgres/postgres-failure.ts";
export type { PostgresFailure } from "./postgres/postgres-failure.ts";
export { findPostgres, startPostgres } from "./postgres/postgres-server.ts";
export type { PostgresServer, StartPostgresOptions } from "./postgres/postgres-server.ts";
