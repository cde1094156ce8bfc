import { expect, test } from "vitest";
import { placesFor } from "./places.ts";

test.each([
  [1, 2],
  [2, 3],
  [3, 5],
  [16, 18],
])("%d cores have %d places", (cores, places) => {
  expect(placesFor(cores)).toBe(places);
});
