import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RunEvent } from "@ecommerce-cart/pipeline-model";
import { afterEach, beforeEach, expect, test } from "vitest";
import { writeReports } from "../src/run/write-reports.ts";

const at = "2026-11-23T06:00:00.000Z";
const EVENTS: readonly RunEvent[] = [
  {
    type: "run-started",
    at,
    runId: "20261123-060000-540e8d",
    pipeline: "fixture",
    environmentName: "development",
    source: { commit: "5".repeat(40), isDirty: false, label: "5555555" },
    cores: 2,
    nodeVersion: "v24",
    stages: [],
  },
  { type: "run-finished", at, status: "failed", exitCode: 1, durationMs: 1000, cpuMs: 900 },
];

let runDirectory: string;
beforeEach(() => {
  runDirectory = mkdtempSync(join(tmpdir(), "reports-"));
});
afterEach(() => rmSync(runDirectory, { recursive: true, force: true }));

test("reports that cannot be written do not hide how the run ended", () => {
  mkdirSync(join(runDirectory, "summary.md"));
  expect(() => writeReports(EVENTS, runDirectory)).toThrow(
    expect.objectContaining({
      message: `the run has ended (Failed), its reports cannot be written to ${runDirectory}`,
      cause: expect.objectContaining({ code: "EISDIR" }) as unknown,
    }),
  );
});
