import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunEvent } from "@ecommerce-cart/pipeline-model";
import { renderHtml, renderSummary, RUN_STATUS_TEXT, toRunRecord } from "@ecommerce-cart/reports";
import type { RunRecord } from "@ecommerce-cart/reports";

/** What was written about a run. */
export interface WrittenReports {
  readonly record: RunRecord;
  /** Log text by job; jobs that wrote nothing are left out. */
  readonly logs: ReadonlyMap<string, string>;
  /** Absolute path of report.html. */
  readonly reportPath: string;
}

/**
 * Writes run.json, report.html and summary.md beside the logs and events of a run. Throws an error that says what is
 * missing, with what the file system refused as its cause.
 */
export function writeReports(events: readonly RunEvent[], runDirectory: string): WrittenReports {
  const record = toRunRecord(events);
  const logs = readLogs(record, runDirectory);
  const reportPath = join(runDirectory, "report.html");
  const write = (name: string, text: string): void => writeFileSync(join(runDirectory, name), text);
  try {
    write("run.json", `${JSON.stringify(record, null, 2)}\n`);
    write("summary.md", renderSummary(record));
    write("report.html", renderHtml(record, { logs }));
  } catch (error) {
    const text = `the run has ended (${RUN_STATUS_TEXT[record.run.status]}), its reports cannot be written to ${runDirectory}`;
    throw new Error(text, { cause: error });
  }
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
