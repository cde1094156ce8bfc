import { expect, test } from "vitest";
import { CannotMeasure } from "./cannot-measure.ts";
import { parseQueryHistogram, queryFiguresBetween } from "./query-histogram.ts";

/** What prom-client writes for one statement: how many were quick, middling, slow. */
function metricsOf(query: string, [quick, middling, slow]: readonly [number, number, number]): string {
  const all = quick + middling + slow;
  return `# HELP db_query_duration_seconds Time of one SQL statement
# TYPE db_query_duration_seconds histogram
db_query_duration_seconds_bucket{le="0.01",query="${query}"} ${quick}
db_query_duration_seconds_bucket{le="0.1",query="${query}"} ${quick + middling}
db_query_duration_seconds_bucket{le="+Inf",query="${query}"} ${all}
db_query_duration_seconds_sum{query="${query}"} ${all * 0.02}
db_query_duration_seconds_count{query="${query}"} ${all}
http_request_duration_seconds_bucket{le="0.01",method="GET"} 999
`;
}

test("what the histogram grew by is told, over all statements", () => {
  const before = parseQueryHistogram(metricsOf("a", [50, 0, 0]));
  const after = parseQueryHistogram(metricsOf("a", [140, 0, 0]) + metricsOf("b", [0, 10, 0]));
  expect(queryFiguresBetween(before, after)).toEqual({
    count: 100,
    p95: expect.closeTo(55),
    buckets: [
      { le: 0.01, count: 90 },
      { le: 0.1, count: 100 },
      { le: "+Inf", count: 100 },
    ],
    slowest: [
      { query: "a", count: 90, meanMs: expect.closeTo(20) },
      { query: "b", count: 10, meanMs: expect.closeTo(20) },
    ],
  });
});

test("a p95 beyond the last bound is no figure", () => {
  const figures = queryFiguresBetween(parseQueryHistogram(""), parseQueryHistogram(metricsOf("a", [1, 0, 9])));
  expect(figures).toMatchObject({ count: 10, p95: null });
});

test("no statement between the two looks is no figure", () => {
  const same = parseQueryHistogram(metricsOf("a", [5, 0, 0]));
  expect(queryFiguresBetween(same, same)).toMatchObject({ count: 0, p95: null, slowest: [] });
});

test("counters that began again measure nothing", () => {
  const later = parseQueryHistogram(metricsOf("a", [5, 0, 0]));
  expect(() => queryFiguresBetween(later, parseQueryHistogram(metricsOf("a", [4, 0, 0])))).toThrow(CannotMeasure);
});
