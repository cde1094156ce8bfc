import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { temporaryCheckout } from "./testing/temporary-checkout.ts";

/** In a process whose files may not grow beyond 8 KiB: as on a disk that is nearly full, a write writes a part first. */
function runWithoutRoom(program: string): string {
  const limited = 'trap "" XFSZ; ulimit -f 16; exec "$0" --conditions=source --input-type=module -e "$1"';
  const env = { PATH: process.env["PATH"] };
  return execFileSync("/bin/sh", ["-c", limited, process.execPath, program], { encoding: "utf8", env }).trim();
}

function importing(name: string, module: string): string {
  return `import { ${name} } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, module)).href)};`;
}

test("a log of which only a part could be written is not whole", () => {
  using checkout = temporaryCheckout();
  const program = `${importing("JobLog", "job-log.ts")} ${importing("maskSecrets", "mask-secrets.ts")}
    const log = new JobLog(${JSON.stringify(join(checkout.root, "job.log"))}, maskSecrets([]), () => undefined);
    log.write("x".repeat(30_000));
    console.log(log.problem);`;
  expect(runWithoutRoom(program)).toContain("EFBIG");
});

test("events of which only a part could be written are told at the end of the run", () => {
  using checkout = temporaryCheckout();
  const program = `${importing("RunFolder", "run-folder.ts")} ${importing("layoutOf", "layout.ts")}
    const folder = new RunFolder(layoutOf(${JSON.stringify(checkout.root)}), "run-1");
    folder.append({ type: "job-output", at: "", job: "job", line: "x".repeat(30_000) });
    try { folder.close(); } catch (error) { console.log(error.message, error.cause.code); }`;
  expect(runWithoutRoom(program)).toMatch(/cannot write .*events.ndjson EFBIG/);
});

test("what could not be written whole leaves nothing beside it", () => {
  using checkout = temporaryCheckout({ "state/history.json": "old" });
  const program = `${importing("writeAtomically", "small-files.ts")}
    try { writeAtomically(${JSON.stringify(join(checkout.root, "state/history.json"))}, "x".repeat(30_000)); }
    catch (error) { console.log(error.code); }`;
  expect(runWithoutRoom(program)).toBe("EFBIG");
  expect(checkout.read("state/history.json")).toBe("old");
  expect(readdirSync(join(checkout.root, "state"))).toEqual(["history.json"]);
});
