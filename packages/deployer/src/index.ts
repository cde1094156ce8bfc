export type * from "./deploy-event.ts";
export type * from "./deploy-failure.ts";
export type * from "./deploy-request.ts";
export type * from "./target.ts";
