export type * from "./release-record.ts";
