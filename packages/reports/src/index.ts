export { decodeEvents, encodeEvent } from "./event-lines.ts";
export type { DecodedEvents } from "./event-lines.ts";
export { renderFinalBlock, renderVerdicts } from "./final-block.ts";
export type { FinalBlockOptions, VerdictOptions } from "./final-block.ts";
export { renderHtml } from "./html.ts";
export type { HtmlOptions } from "./html.ts";
export { renderJunit } from "./junit.ts";
export type { LiveJob, LiveState } from "./live-state.ts";
export { countRows, createLiveView } from "./live-view.ts";
export type { LiveView, TerminalSize } from "./live-view.ts";
export { findLongestChain } from "./longest-chain.ts";
export type { Chain, ChainLink } from "./longest-chain.ts";
export { listNextSteps } from "./next-steps.ts";
export type { NextStep } from "./next-steps.ts";
export { createPlainView } from "./plain-view.ts";
export type { PlainView, PlainViewOptions } from "./plain-view.ts";
export { toRunRecord } from "./to-run-record.ts";
export type { JobRecord, RecordedJobStatus, RunRecord, RunTimes, StageRecord } from "./run-record.ts";
export { renderSummary } from "./summary.ts";
export { cleanLine, RUN_SIGNS, VERDICT_SIGNS } from "./terminal-style.ts";
export type { TerminalOptions } from "./terminal-style.ts";
export {
  describeOutcome,
  FAMILY_TEXT,
  formatDuration,
  JOB_STATUS_TEXT,
  listVerdicts,
  RUN_STATUS_TEXT,
  VERDICT_TEXT,
} from "./wording.ts";
