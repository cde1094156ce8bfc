import type { Offender, Verdict } from "@ecommerce-cart/pipeline-model";
import { notMeasured, toVerdict } from "../gate.ts";
import type { Answer, GateReading } from "../gate.ts";
import { countOf, formatCount } from "../percent.ts";
import { readMeasurement } from "./performance-policy.ts";
import type { MeasurementPolicy } from "./performance-policy.ts";
import { errorCountOf } from "./performance-results.ts";
import type { PerformanceResults } from "./performance-results.ts";

/** What is judged: a percentile in ms, the peak of a process in MiB, CPU in percent of a core, failed requests in percent. */
export type PerformanceMeasure = "api-p95" | "query-p95" | "memory" | "cpu" | "error-rate";

/** What a load gate asks, as data: one figure of a measured release stays below a limit. */
export interface PerformancePolicy extends MeasurementPolicy {
  readonly kind: "performance";
  readonly measure: PerformanceMeasure;
  /** In the measure's unit; the figure must be below it. Only the error rate may reach it, so that 0 can be asked for. */
  readonly limit: number;
  /** The load, as a part of the maximum that the same run found; less measures nothing. 0.5 where left out. */
  readonly minimumLoadShare?: number;
  /** Requests (for the query gate: statements); fewer measure nothing. 500 where left out. */
  readonly minimumSamples?: number;
}

interface Measured {
  readonly value: number;
  /** "12.3 ms". */
  readonly figure: string;
  /** What it was taken of: "3,000 requests at 210/s (60 % of the maximum)". */
  readonly basis: string;
  readonly offenders: readonly Offender[];
}

interface Measure {
  readonly unit: string;
  readonly of: (results: PerformanceResults, file: string) => Measured | string;
}

const MIB = 1024 ** 2;
const MOST_OFFENDERS = 5;
const REPEAT = "Measure again: ./pipeline run performance.";

const MEASURES: Readonly<Record<PerformanceMeasure, Measure>> = {
  "api-p95": { unit: "ms", of: measureApi },
  "query-p95": { unit: "ms", of: measureQueries },
  memory: { unit: "MiB", of: measureMemory },
  cpu: { unit: "% of a core", of: measureCpu },
  "error-rate": { unit: "%", of: measureErrors },
};

/**
 * Judges one figure of a performance report. Not measured: a report that is missing, malformed, of another tree or
 * release; too few samples; a good figure at a load below the asked part of the maximum, or where the maximum was never
 * reached. A bad figure is bad at any load.
 */
export function judgePerformance(policy: PerformancePolicy, reading: GateReading): Verdict {
  const { unit } = MEASURES[policy.measure];
  const threshold = `${policy.measure === "error-rate" ? "<=" : "<"} ${policy.limit} ${unit}`;
  return toVerdict(policy, { threshold, ...answer(policy, reading) }, reading);
}

function answer(policy: PerformancePolicy, reading: GateReading): Answer {
  const results = readMeasurement(policy, reading);
  if (!results.ok) return notMeasured(`${results.error}. ${REPEAT}`);
  const tooFew = findTooFew(policy, results.value);
  if (tooFew !== undefined) return notMeasured(`${tooFew} ${REPEAT}`);
  const measured = MEASURES[policy.measure].of(results.value, policy.report);
  if (typeof measured === "string") return notMeasured(`${measured} ${REPEAT}`);
  const isWithin =
    measured.value < policy.limit || (policy.measure === "error-rate" && measured.value === policy.limit);
  const tooEasy = findTooEasy(policy, results.value);
  // What is too much under a light load is too much.
  if (isWithin && tooEasy !== undefined) return notMeasured(`${tooEasy} ${REPEAT}`, measured.figure);
  return {
    status: isWithin ? "pass" : "fail",
    figure: measured.figure,
    reason: `${measured.figure}: ${measured.basis}.`,
    offenders: measured.offenders,
  };
}

function findTooFew(policy: PerformancePolicy, { sampleCount, query }: PerformanceResults): string | undefined {
  const { minimumSamples = 500 } = policy;
  const isOfQueries = policy.measure === "query-p95";
  const count = isOfQueries ? query.count : sampleCount;
  if (count >= Math.max(1, minimumSamples)) return undefined;
  return `${countOf(count, isOfQueries ? "statement" : "request")} measured; at least ${formatCount(minimumSamples)} should be.`;
}

/** Why a good figure proves nothing: the load may have been a light one. */
function findTooEasy(policy: PerformancePolicy, { load }: PerformanceResults): string | undefined {
  const { minimumLoadShare = 0.5 } = policy;
  if (!load.isMaximumReached) return "No rate was found that is too much, so the maximum is not known.";
  if (load.maximumRate > 0 && load.sentRate >= minimumLoadShare * load.maximumRate) return undefined;
  const maximum = `${minimumLoadShare * 100} % of the maximum of ${Math.round(load.maximumRate)}/s`;
  return `Measured at ${Math.round(load.sentRate * 10) / 10}/s: no load, or less than ${maximum}.`;
}

/** A machine that others keep busy explains a figure, and excuses none. */
function describeLoad({ load, machine }: PerformanceResults): string {
  const share = load.maximumRate > 0 ? Math.round((load.sentRate / load.maximumRate) * 100) : 100;
  return `at ${Math.round(load.sentRate)}/s, ${share} % of the maximum of ${Math.round(load.maximumRate)}/s, the machine ${Math.round(machine.cpuPercent)} % busy`;
}

function describeRequests(results: PerformanceResults): string {
  return `${countOf(results.sampleCount, "request")} ${describeLoad(results)}`;
}

function measureApi(results: PerformanceResults, file: string): Measured {
  const slowest = results.routes.toSorted((a, b) => b.p95 - a.p95).slice(0, MOST_OFFENDERS);
  return {
    value: results.p95,
    figure: `${round(results.p95)} ms`,
    basis: describeRequests(results),
    offenders: slowest.map(({ route, p95, count }) => ({
      file,
      message: `${route}: p95 ${round(p95)} ms of ${countOf(count, "request")}`,
    })),
  };
}

function measureQueries(results: PerformanceResults, file: string): Measured | string {
  const { p95, count, slowest, buckets } = results.query;
  const last = buckets.findLast(({ le }) => le !== "+Inf")?.le;
  if (p95 === null) return `The p95 of statements lies beyond the histogram's last bound of ${last} s.`;
  return {
    value: p95,
    figure: `${round(p95)} ms`,
    basis: `${countOf(count, "statement")}, interpolated in the shop's own histogram, ${describeLoad(results)}`,
    offenders: slowest.slice(0, MOST_OFFENDERS).map(({ query, count: times, meanMs }) => ({
      file,
      message: `${query}: ${round(meanMs)} ms on average, ${formatCount(times)} times`,
    })),
  };
}

function measureMemory(results: PerformanceResults, file: string): Measured | string {
  const processes = results.processes.toSorted((a, b) => b.peakRssBytes - a.peakRssBytes);
  const [largest] = processes;
  if (largest === undefined || processes.some(({ sampleCount, peakRssBytes }) => sampleCount < 2 || peakRssBytes === 0))
    return "The memory of a process of the shop was not seen.";
  const value = largest.peakRssBytes / MIB;
  return {
    value,
    figure: `${round(value)} MiB`,
    basis: `resident, the ${largest.role} process at its peak, ${describeLoad(results)}`,
    offenders: processes.map(({ role, peakRssBytes }) => ({
      file,
      message: `${role}: ${round(peakRssBytes / MIB)} MiB`,
    })),
  };
}

function measureCpu(results: PerformanceResults, file: string): Measured | string {
  const processes = results.processes.toSorted((a, b) => b.cpuPercentOfCore - a.cpuPercentOfCore);
  const [busiest] = processes;
  if (busiest === undefined || busiest.cpuPercentOfCore === 0 || processes.some(({ sampleCount }) => sampleCount < 2))
    return "The CPU time of a process of the shop was not seen.";
  return {
    value: busiest.cpuPercentOfCore,
    figure: `${round(busiest.cpuPercentOfCore)} % of a core`,
    basis: `the ${busiest.role} process, ${describeLoad(results)}`,
    offenders: processes.map(({ role, cpuPercentOfCore }) => ({
      file,
      message: `${role}: ${round(cpuPercentOfCore)} % of a core`,
    })),
  };
}

function measureErrors(results: PerformanceResults, file: string): Measured {
  const failed = errorCountOf(results.errors);
  const value = (failed / results.sampleCount) * 100;
  const { unexpectedStatus, timeout, connection, notSent } = results.errors;
  const worst = results.routes.filter(({ errorCount }) => errorCount > 0);
  return {
    value,
    // Rounded up: 0.004 % is not none.
    figure: `${Math.ceil(value * 100) / 100} %`,
    basis: `${formatCount(failed)} of ${describeRequests(results)} failed (${unexpectedStatus} unexpected answers, ${timeout} timeouts, ${connection} broken connections, ${notSent} not sent)`,
    offenders: worst
      .toSorted((a, b) => b.errorCount - a.errorCount)
      .slice(0, MOST_OFFENDERS)
      .map(({ route, errorCount, count }) => ({ file, message: `${route}: ${errorCount} of ${count} failed` })),
  };
}

/** One decimal, rounded up: a figure printed below its limit is below it. */
function round(value: number): number {
  return Math.ceil(value * 10) / 10;
}
