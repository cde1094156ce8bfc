import { expect, test } from "vitest";
import { drawArrivals, seededRandom } from "./arrivals.ts";

test("the same seed draws the same arrivals, another seed others", () => {
  const draw = (seed: number) => drawArrivals({ rate: 100, durationMs: 1000 }, seededRandom(seed));
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
});

test("arrivals ascend within the time, as many as the rate says, their gaps exponential", () => {
  const arrivals = drawArrivals({ rate: 200, durationMs: 50_000 }, seededRandom(3));
  expect(arrivals).toEqual(arrivals.toSorted((a, b) => a - b));
  expect(arrivals.at(-1)).toBeLessThan(50_000);
  // Poisson: 10,000 expected, deviation 100.
  expect(Math.abs(arrivals.length - 10_000)).toBeLessThan(400);
  const gaps = arrivals.map((at, index) => at - (arrivals[index - 1] ?? 0));
  const longer = gaps.filter((gap) => gap > 5).length / gaps.length;
  expect(longer).toBeCloseTo(Math.exp(-1), 1);
});
