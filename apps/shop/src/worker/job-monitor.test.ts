import { expect, test } from "vitest";
import type { JobMeasurement } from "../platform/metrics.ts";
import { monitorJob } from "./job-monitor.ts";

function aMonitor() {
  const seen: JobMeasurement[] = [];
  let nowMs = 0;
  const monitor = monitorJob("sweep", { observeJob: (measurement) => void seen.push(measurement) }, () => nowMs);
  const take = async (durationMs: number): Promise<void> => void (nowMs += durationMs);
  return { monitor, seen, take };
}

test("each time that a job is done is measured with its duration", async () => {
  const { monitor, seen, take } = aMonitor();
  await monitor.run(() => take(30));
  await monitor.run(() => take(12));
  expect(seen).toEqual([
    { name: "sweep", outcome: "done", durationMs: 30 },
    { name: "sweep", outcome: "done", durationMs: 12 },
  ]);
});

test("a job that fails is measured as such and rejects; its check fails until it is done again", async () => {
  const { monitor, seen, take } = aMonitor();
  await expect(monitor.healthCheck.check()).resolves.toBeUndefined();
  const fail = () => take(5).then(() => Promise.reject(new Error("the database is away")));
  await expect(monitor.run(fail)).rejects.toThrow("the database is away");
  expect(seen).toEqual([{ name: "sweep", outcome: "failed", durationMs: 5 }]);
  await expect(monitor.healthCheck.check()).rejects.toThrow("sweep failed the last time");
  await monitor.run(() => take(1));
  await expect(monitor.healthCheck.check()).resolves.toBeUndefined();
  expect(monitor.healthCheck.isCritical).toBe(false);
});
