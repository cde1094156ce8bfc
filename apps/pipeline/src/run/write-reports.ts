import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunEvent } from "@ecommerce-cart/pipeline-model";
import { renderHtml, renderSummary, toRunRecord } from "@ecommerce-cart/reports";
import type { RunRecord } from "@ecommerce-cart/reports";

/** What was written about a run. */
export interface WrittenReports {
  readonly record: RunRecord;
  /** Log text by job; jobs that wrote nothing are left out. */
  readonly logs: ReadonlyMap<string, string>;
  /** Absolute path of report.html. */
  readonly reportPath: string;
}

/** Writes run.json, report.html and summary.md beside the logs and events of a run. */
export function writeReports(events: readonly RunEvent[], runDirectory: string): WrittenReports {
  const record = toRunRecord(events);
  const logs = readLogs(record, runDirectory);
  const reportPath = join(runDirectory, "report.html");
  writeFileSync(join(runDirectory, "run.json"), `${JSON.stringify(record, null, 2)}\n`);
  writeFileSync(join(runDirectory, "summary.md"), renderSummary(record));
  writeFileSync(reportPath, renderHtml(record, { logs }));
  return { record, logs, reportPath };
}

function readLogs(record: RunRecord, runDirectory: string): ReadonlyMap<string, string> {
  const logs = new Map<string, string>();
  for (const job of record.jobs) {
    const path = job.logFile === undefined ? undefined : join(runDirectory, job.logFile);
    if (path !== undefined && existsSync(path)) logs.set(job.name, readFileSync(path, "utf8"));
  }
  return logs;
}
