import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { PROBLEMS } from "./problem-table.ts";
import { toProblem } from "./problem.ts";

const LIST = readFileSync(new URL("../../../../docs/errors.md", import.meta.url), "utf8");

test("docs/errors.md lists every kind as the code has it, and no other", () => {
  const rows = LIST.split("\n").flatMap((line) => {
    const [, kind, status, title, advice] = /^\| `([a-z-]+)`\s*\| (\d{3})\s*\| (.+?)\s*\| (.+?)\s*\|$/.exec(line) ?? [];
    return kind === undefined ? [] : [[kind, { status: Number(status), title, advice }]];
  });
  expect(Object.fromEntries(rows)).toEqual(PROBLEMS);
});

test("a problem's type leads to its page, and its instance to the log", () => {
  const requestId = "3b241101-e2bb-4255-8caf-4136c566a962";
  expect(toProblem({ kind: "cart-empty" }, { publicUrl: "https://shop.example", requestId })).toEqual({
    type: "https://shop.example/problems/cart-empty",
    title: "Cart empty",
    status: 422,
    instance: `urn:uuid:${requestId}`,
  });
});

test("detail, errors and further members stand beside the fixed ones", () => {
  const problem = toProblem(
    { kind: "out-of-stock", detail: "d", errors: [{ pointer: "#/a", detail: "b" }], extensions: { lines: [] } },
    { publicUrl: "", requestId: "" },
  );
  expect(problem).toMatchObject({ detail: "d", errors: [{ pointer: "#/a", detail: "b" }], lines: [] });
});
