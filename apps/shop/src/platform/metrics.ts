import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { QueryMeasurement } from "./database.ts";

/** One answered request. `route` is the pattern ("/api/v1/carts/:id"), or "unmatched". */
export interface HttpMeasurement {
  readonly method: string;
  readonly route: string;
  readonly statusCode: number;
  readonly durationMs: number;
}

/** One time that a job of the worker was done, or tried. */
export interface JobMeasurement {
  readonly name: string;
  readonly outcome: "done" | "failed";
  readonly durationMs: number;
}

/** What the process counts, for Prometheus to fetch. */
export interface Metrics {
  observeHttp(measurement: HttpMeasurement): void;
  observeQuery(measurement: QueryMeasurement): void;
  observeJob(measurement: JobMeasurement): void;
  /** Orders that the sweeper found unfinished and brought to an end, by their final status. */
  countSweptOrder(status: string): void;
  /** Orders that waited for their buyer's answer to the bank when the sweeper last looked. */
  setWaitingOrders(count: number): void;
  /** The text that /metrics answers. */
  render(): Promise<string>;
  readonly contentType: string;
}

const HTTP_LABELS = ["method", "route", "status_code", "release"] as const;
const HTTP_BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10];
const JOB_BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const QUERY_BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];

/** Creates the metrics of one process. `release` labels the HTTP metrics, so that two releases can be compared. */
export function createMetrics(release: string): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const http = { labelNames: HTTP_LABELS, registers };
  const duration = new Histogram({
    name: "http_request_duration_seconds",
    help: "Time from a request's arrival to the end of its answer",
    buckets: HTTP_BUCKETS_SECONDS,
    ...http,
  });
  const total = new Counter({ name: "http_requests_total", help: "Answered requests", ...http });
  const query = new Histogram({
    name: "db_query_duration_seconds",
    help: "Time of one SQL statement, seen by the shop",
    buckets: QUERY_BUCKETS_SECONDS,
    labelNames: ["query"] as const,
    registers,
  });
  const swept = new Counter({
    name: "orders_swept_total",
    help: "Unfinished orders that the sweeper brought to an end",
    labelNames: ["status"] as const,
    registers,
  });
  const waiting = new Gauge({
    name: "orders_waiting",
    help: "Orders that waited for their buyer's answer to the bank when the sweeper last looked",
    registers,
  });
  const observeJob = createJobMetrics(registers);
  return {
    observeJob,
    observeHttp({ method, route, statusCode, durationMs }) {
      const labels = { method, route, status_code: String(statusCode), release };
      duration.observe(labels, durationMs / 1000);
      total.inc(labels);
    },
    observeQuery: ({ name, durationMs }) => query.observe({ query: name }, durationMs / 1000),
    countSweptOrder: (status) => swept.inc({ status }),
    setWaitingOrders: (count) => waiting.set(count),
    render: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function createJobMetrics(registers: Registry[]): Metrics["observeJob"] {
  const labels = { labelNames: ["job", "outcome"] as const, registers };
  const total = new Counter({ name: "worker_jobs_total", help: "Times that a job of the worker was done", ...labels });
  const duration = new Histogram({
    name: "worker_job_duration_seconds",
    help: "Time that a job of the worker took",
    buckets: JOB_BUCKETS_SECONDS,
    ...labels,
  });
  return ({ name, outcome, durationMs }) => {
    total.inc({ job: name, outcome });
    duration.observe({ job: name, outcome }, durationMs / 1000);
  };
}
