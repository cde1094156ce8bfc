import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempDisposableSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { judgeGate } from "@ecommerce-cart/quality-gates";
import type { Gate } from "@ecommerce-cart/quality-gates";
import { expect, test } from "vitest";
import { gatesCommand } from "../commands/gates.ts";
import { measureReport, readReport, writeReport } from "./bound-report.ts";
import { openGateReading } from "./gate-reading.ts";
import { digestTree } from "./judged-tree.ts";

const GATE: Gate = {
  kind: "tests",
  name: "unit tests",
  family: "functional",
  reports: [{ path: "reports/unit.json", format: "vitest-json" }],
};
const PASSED = JSON.stringify({
  numTotalTests: 1,
  success: true,
  testResults: [{ name: "a.test.ts", status: "passed", assertionResults: [{ fullName: "a", status: "passed" }] }],
});

/** A repository with one source, its lockfile and the real environments. */
function makeRepository() {
  const folder = mkdtempDisposableSync(join(tmpdir(), "gates-"));
  const write = (path: string, text: string): void => {
    mkdirSync(join(folder.path, path, ".."), { recursive: true });
    writeFileSync(join(folder.path, path), text);
  };
  cpSync(join(import.meta.dirname, "../../../../environments"), join(folder.path, "environments"), { recursive: true });
  write("apps/shop/src/a.ts", "export const a = 1;\n");
  write("apps/shop/src/a.test.ts", "test\n");
  write("package-lock.json", "{}");
  write(".gitignore", "reports/\n");
  execFileSync("git", ["init", "--quiet"], { cwd: folder.path });
  const judge = () => judgeGate(GATE, openGateReading(folder.path, "development")).status;
  const bind = () => ({ path: "reports/unit.json", text: PASSED, treeDigest: digestTree(folder.path, "code") });
  return { root: folder.path, write, judge, bind, [Symbol.dispose]: () => folder.remove() };
}

test("a report counts while the code is as it measured it: a changed source or test is another tree", () => {
  using repository = makeRepository();
  writeReport(repository.root, repository.bind());
  expect(repository.judge()).toBe("pass");
  repository.write("apps/shop/src/a.test.ts", "another test\n");
  expect(repository.judge()).toBe("not-measured");
  writeReport(repository.root, repository.bind());
  expect(repository.judge()).toBe("pass");
  repository.write("apps/shop/src/a.ts", "export const a = 2;\n");
  expect(repository.judge()).toBe("not-measured");
});

test("each scope has its own digest: code, dependencies, every file that git does not ignore", () => {
  using repository = makeRepository();
  const digests = () => (["code", "dependencies", "repository"] as const).map((it) => digestTree(repository.root, it));
  const [code, dependencies, whole] = digests();
  repository.write("reports/unit.json", "{}");
  expect(digests()).toEqual([code, dependencies, whole]);
  repository.write("README.md", "hello");
  expect(digests()).toEqual([code, dependencies, expect.not.stringMatching(String(whole))]);
  repository.write("package-lock.json", "{ }");
  expect(digests().slice(0, 2)).toEqual([code, expect.not.stringMatching(String(dependencies))]);
});

test("a report is bound to nothing where the tree changed while it was measured, or measuring failed", async () => {
  using repository = makeRepository();
  const place = { path: "reports/unit.json", scope: "code" as const };
  await measureReport(repository.root, place, async () => PASSED);
  expect(repository.judge()).toBe("pass");
  await measureReport(repository.root, place, async () => {
    repository.write("apps/shop/src/a.ts", "export const a = 3;\n");
    return PASSED;
  });
  expect(repository.judge()).toBe("not-measured");
  const failing = measureReport(repository.root, place, () => Promise.reject(new Error("no")));
  await expect(failing).rejects.toThrow("no");
  expect(readReport(repository.root, place.path).text).toBeUndefined();
});

test("a report outside of the repository is refused, by path and through a link", () => {
  using repository = makeRepository();
  mkdirSync(join(repository.root, "reports"));
  symlinkSync("/etc/passwd", join(repository.root, "reports/link.json"));
  for (const path of ["../outside.json", "/etc/passwd", "reports/link.json"])
    expect(() => readReport(repository.root, path)).toThrow(/outside of the repository/);
});

test.each([
  { environment: "development", exitCode: 3, reportIsThere: false },
  { environment: "development", exitCode: 0, reportIsThere: true },
])(
  "gates exits with $exitCode where the report is there: $reportIsThere",
  ({ environment, exitCode, reportIsThere }) => {
    using repository = makeRepository();
    if (reportIsThere) writeReport(repository.root, repository.bind());
    const before = process.exitCode;
    const invocation = { rootDirectory: repository.root, gates: [GATE] } as Parameters<typeof gatesCommand>[0];
    gatesCommand(invocation, { environment, json: true });
    expect(process.exitCode).toBe(exitCode);
    process.exitCode = before;
  },
);

test("a gate that development does not ask for names an environment that does, from the files that can be read", () => {
  using repository = makeRepository();
  const gate = { ...GATE, requiredIn: ["preproduction", "staging"] };
  const askedIn = () => judgeGate(gate, openGateReading(repository.root, "development")).askedIn;
  expect(askedIn()).toBe("preproduction");
  repository.write("environments/preproduction.yaml", "name: [");
  expect(askedIn()).toBe("staging");
});
