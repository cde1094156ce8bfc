import fc from "fast-check";
import { expect, test } from "vitest";
import { LineSplitter, MAX_LINE_LENGTH } from "./line-splitter.ts";

test("however a text is cut into pieces, its lines are the same", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom("a", "\n", "\r", "é") })), (pieces) => {
      const splitter = new LineSplitter();
      const lines = [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.end()];
      const expected = pieces.join("").split("\n");
      const last = expected.pop();
      const complete = expected.map((line) => line.replace(/\r$/, ""));
      expect(lines).toEqual(last === "" ? complete : [...complete, last]);
    }),
  );
});

test.each([
  [MAX_LINE_LENGTH, 1],
  [MAX_LINE_LENGTH + 1, 2],
])("a line of %i characters without an end comes in %i pieces", (length, count) => {
  const splitter = new LineSplitter();
  expect([...splitter.push("x".repeat(length)), ...splitter.end()]).toHaveLength(count);
});
