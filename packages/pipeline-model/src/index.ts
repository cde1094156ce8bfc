export type * from "./job.ts";
export type * from "./pipeline.ts";
export type * from "./run-event.ts";
export type * from "./source-state.ts";
export type * from "./verdict.ts";
