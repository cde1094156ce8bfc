import { expect, test } from "vitest";
import { createErrorPages } from "./error-pages.ts";

const render = createErrorPages({
  site: { version: "1.2.3", releaseId: "r7", publicUrl: "http://shop.test", isSandbox: true },
  assets: { find: () => undefined, url: (name) => `/assets/x/${name}` },
});

function aProblem(status: number, title = "Not found"): Parameters<typeof render>[0] {
  return { type: "http://shop.test/problems/x", title, status, instance: "urn:uuid:0b9d" };
}

test.each([
  [404, "We could not find that page"],
  [500, "Something broke on our side"],
  [503, "We will be right back"],
])("status %i has words of its own and needs no database", (status, words) => {
  expect(render(aProblem(status))).toContain(`<h1>${words}</h1>`);
});

test("a fault of ours carries the reference of its log lines, a missing page does not", () => {
  expect(render(aProblem(500))).toContain("<code>0b9d</code>");
  expect(render(aProblem(404))).not.toContain("0b9d");
});

test("other refusals say their title, escaped", () => {
  expect(render(aProblem(413, "<b>Too large</b>"))).toContain("<h1>&lt;b>Too large&lt;/b></h1>");
});

test("every page says which release serves and that payments are a sandbox", () => {
  const page = render(aProblem(404));
  expect(page).toContain("<code>r7</code>");
  expect(page).toContain("<code>1.2.3</code>");
  expect(page).toContain("Sandbox payments");
});
