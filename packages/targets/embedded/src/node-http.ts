/**
 * What this package uses of `node:http`. Imported into an ES module, it makes Node load its own `fetch` and `WebSocket` as
 * well, since an import reads every export: 40 ms of processor time at each start of a router or a supervisor.
 */
export const { Agent, STATUS_CODES, ServerResponse, createServer, get, request } =
  process.getBuiltinModule("node:http");
