import { histogramQuantile } from "@ecommerce-cart/quality-gates";
import type { HistogramBucket, QueryFigures } from "@ecommerce-cart/quality-gates";
import { CannotMeasure } from "./cannot-measure.ts";

const NAME = "db_query_duration_seconds";
const LINE = new RegExp(`^${NAME}_(bucket|sum|count)\\{([^}]*)\\} (\\S+)`);
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;
const MOST_SLOW = 5;

/** The shop's histogram of SQL statements, as one text of /metrics tells it. Seconds. */
export interface QueryHistogram {
  /** Cumulative counts by bound, all statements together. */
  readonly buckets: ReadonlyMap<number, number>;
  readonly totals: ReadonlyMap<string, { readonly count: number; readonly seconds: number }>;
}

interface Line {
  readonly part: string;
  readonly query: string;
  /** Of a bucket. */
  readonly bound: number;
  readonly value: number;
}

/** Reads `db_query_duration_seconds` from Prometheus's text format; empty where no statement was seen. */
export function parseQueryHistogram(text: string): QueryHistogram {
  const buckets = new Map<number, number>();
  const totals = new Map<string, { count: number; seconds: number }>();
  for (const { part, query, bound, value } of text.split("\n").flatMap((line) => parseLine(line))) {
    const total = totals.get(query) ?? { count: 0, seconds: 0 };
    totals.set(query, total);
    if (part === "bucket") buckets.set(bound, (buckets.get(bound) ?? 0) + value);
    else if (part === "count") total.count += value;
    else total.seconds += value;
  }
  return { buckets, totals };
}

function parseLine(line: string): readonly Line[] {
  const [, part, labelText, value] = LINE.exec(line) ?? [];
  if (part === undefined || labelText === undefined) return [];
  const labels = new Map([...labelText.matchAll(LABEL)].map(([, name = "", text = ""]) => [name, text]));
  const le = labels.get("le");
  return [
    { part, query: labels.get("query") ?? "", bound: le === "+Inf" ? Infinity : Number(le), value: Number(value) },
  ];
}

/** What the histogram grew by between two looks. Throws CannotMeasure where it shrank: the shop was restarted. */
export function queryFiguresBetween(before: QueryHistogram, after: QueryHistogram): QueryFigures {
  const bounds = [...after.buckets.keys()].sort((a, b) => a - b);
  const buckets = bounds.map((bound): HistogramBucket => {
    const count = (after.buckets.get(bound) ?? 0) - (before.buckets.get(bound) ?? 0);
    if (count < 0) throw new CannotMeasure("the shop was restarted while it was measured: its counters began again");
    return { le: bound === Infinity ? "+Inf" : bound, count };
  });
  const seconds = histogramQuantile(0.95, buckets);
  return {
    count: buckets.at(-1)?.count ?? 0,
    p95: seconds === undefined ? null : seconds * 1000,
    buckets,
    slowest: slowestBetween(before, after),
  };
}

function slowestBetween(before: QueryHistogram, after: QueryHistogram): QueryFigures["slowest"] {
  return [...after.totals]
    .map(([query, { count, seconds }]) => {
      const earlier = before.totals.get(query) ?? { count: 0, seconds: 0 };
      return { query, count: count - earlier.count, seconds: seconds - earlier.seconds };
    })
    .filter(({ count, query }) => count > 0 && query !== "")
    .toSorted((a, b) => b.seconds - a.seconds)
    .slice(0, MOST_SLOW)
    .map(({ query, count, seconds }) => ({ query, count, meanMs: (seconds / count) * 1000 }));
}
