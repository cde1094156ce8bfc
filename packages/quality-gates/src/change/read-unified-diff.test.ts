import { expect, test } from "vitest";
import { readUnifiedDiff } from "./read-unified-diff.ts";

function filesOf(text: string) {
  const read = readUnifiedDiff(text);
  if (!read.ok) throw new Error(`line ${read.error.line}: ${read.error.problem}`);
  return read.value;
}

const DIFF = `diff --git a/src/cart.ts b/src/cart.ts
index 1111111..2222222 100644
--- a/src/cart.ts
+++ b/src/cart.ts
@@ -3 +3,2 @@ export function cart()
-old
+new
+++ b/not-a-header
@@ -9,2 +10,0 @@
---- a/not-a-header
-gone
@@ -20,0 +20 @@
+last
\\ No newline at end of file
diff --git a/src/new.ts b/src/new.ts
new file mode 100644
index 0000000..3333333
--- /dev/null
+++ b/src/new.ts
@@ -0,0 +1,3 @@
+1
+2
+3
diff --git a/src/gone.ts b/src/gone.ts
deleted file mode 100644
index 4444444..0000000
--- a/src/gone.ts
+++ /dev/null
@@ -1 +0,0 @@
-1
`;

test("added and changed lines are read by file; removed ones and deleted files are not", () => {
  expect(filesOf(DIFF)).toEqual([
    {
      path: "src/cart.ts",
      added: [
        [3, 4],
        [20, 20],
      ],
    },
    { path: "src/new.ts", added: [[1, 3]] },
  ]);
});

test("a renamed file counts under its new name, in the lines that really changed", () => {
  const names = "diff --git a/old.ts b/new.ts\nsimilarity index 98%\nrename from old.ts\nrename to new.ts\n";
  expect(filesOf(names)).toEqual([{ path: "new.ts", added: [] }]);
  const hunk = "index 1..2 100644\n--- a/old.ts\n+++ b/new.ts\n@@ -5 +5 @@\n-a\n+b\n";
  expect(filesOf(names + hunk)).toEqual([{ path: "new.ts", added: [[5, 5]] }]);
});

test("binary files, changed modes and empty files are listed without lines", () => {
  const text = `diff --git a/a b.png b/a b.png
index 1..2 100644
Binary files a/a b.png and b/a b.png differ
diff --git a/run b/run
old mode 100644
new mode 100755
diff --git a/empty b/empty
new file mode 100644
index 0000000..e69de29
`;
  expect(filesOf(text)).toEqual([
    { path: "a b.png", added: [] },
    { path: "run", added: [] },
    { path: "empty", added: [] },
  ]);
});

test("quoted names are read: control characters, quotes, bytes in octal; a name with a space ends with a tab", () => {
  const hunk = "@@ -1 +1 @@\n-a\n+b\n";
  const named = (name: string) => filesOf(`diff --git ${name} ${name}\n--- ${name}\n+++ ${name}\n${hunk}`)[0]?.path;
  expect(named('"b/a\\tb\\303\\244\\"\\\\.ts"')).toBe('a\tbä"\\.ts');
  expect(named("b/a b.ts\t")).toBe("a b.ts");
});

test("nothing changed is no file", () => {
  expect(filesOf("")).toEqual([]);
});

test.each([
  ["no diff", "hello\n", 1, '"diff --git" is expected'],
  ["a hunk without its lines", DIFF.split("\n").slice(0, 7).join("\n"), 7, 'a line of the hunk, "+", is expected'],
  ["a hunk with more lines than it states", DIFF.replace("+3,2 @@", "+3 @@"), 8, "this is no line of a unified diff"],
  ["a bad header", DIFF.replace("@@ -3 +3,2 @@", "@@ 3 @@"), 5, "this is no header of a hunk"],
  ["context", DIFF.replace("-old", " old"), 6, 'a line of the hunk, "-", is expected'],
  ["a file without a name", "diff --git a/x c/y\n", 1, "a file has no name"],
])("%s is malformed, with its line", (...[, text, line, problem]) => {
  const read = readUnifiedDiff(text);
  expect(read.ok ? undefined : read.error).toEqual({ line, problem: expect.stringContaining(problem) });
});
