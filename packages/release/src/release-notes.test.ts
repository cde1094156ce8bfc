import { expect, test } from "vitest";
import { renderReleaseNotes } from "./release-notes.ts";
import { aCommit, aRevertOf } from "./test-builders/commits.ts";

test("changes are grouped by type, breaking ones first", () => {
  const commits = [
    aCommit("chore: update tools", "1"),
    aCommit("something else", "2"),
    aCommit("fix(order): charge once\n\nFixes #456", "3"),
    aCommit("feat(cart)!: drop guest carts\n\nBREAKING CHANGE: carts need accounts\n\nCloses #12, #13", "4"),
    aCommit("feat: add coupons", "5"),
    aCommit("Merge branch 'x'", "6"),
    aCommit(aRevertOf("f", "feat: old"), "7"),
  ];
  expect(renderReleaseNotes("0.2.0", commits)).toBe(`# 0.2.0

## Breaking changes

- **cart**: carts need accounts (4444444)

## Features

- **cart**: drop guest carts (4444444, #12, #13)
- add coupons (5555555)

## Fixes

- **order**: charge once (3333333, #456)

## Maintenance

- update tools (1111111)

## Reverts

- feat: old (7777777)

## Other changes

- something else (2222222)
`);
});

test("what was reverted before the release is not in the notes", () => {
  expect(renderReleaseNotes("0.2.0", [aCommit("feat: x", "a"), aCommit(aRevertOf("a"), "b")])).toBe(
    "# 0.2.0\n\nNo changes.\n",
  );
});

test("no commits make notes that say so", () => {
  expect(renderReleaseNotes("0.2.0-dev.1", [])).toBe("# 0.2.0-dev.1\n\nNo changes.\n");
});

test("text of commits is only text", () => {
  const message = "fix(a_b): <script>alert(1)</script> [x](http://y) `z` *b* & @someone # ![i](u)";
  const [, , , , item = ""] = renderReleaseNotes("0.2.0", [aCommit(message)]).split("\n");
  expect(item).toBe(
    "- **a\\_b**: &lt;script&gt;alert\\(1\\)&lt;/script&gt; \\[x\\]\\(http://y\\) \\`z\\` \\*b\\* &amp; &#64;someone \\# \\!\\[i\\]\\(u\\) (aaaaaaa)",
  );
});

test("a note of several lines stays one item", () => {
  const notes = renderReleaseNotes("0.2.0", [aCommit("feat!: x\n\nBREAKING CHANGE: one\n# two\n- three")]);
  expect(notes).toContain("- one \\# two - three (aaaaaaa)\n");
});
