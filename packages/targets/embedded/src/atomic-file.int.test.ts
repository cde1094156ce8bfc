import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "atomic-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** In a process whose files may not grow beyond 8 KiB: as on a disk that is nearly full, a write writes a part first. */
function runWithoutRoom(program: string): string {
  const limited = 'trap "" XFSZ; ulimit -f 16; exec "$0" --input-type=module -e "$1"';
  const env = { PATH: process.env["PATH"] };
  return execFileSync("/bin/sh", ["-c", limited, process.execPath, program], { encoding: "utf8", env }).trim();
}

test.each([
  ["./atomic-file.ts", "writeFileAtomically"],
  ["./router/private-file.ts", "writePrivateFile"],
])("where there is room for a part only, %s leaves the old text, and nothing beside it", (module, name) => {
  const path = join(directory, "state.json");
  writeFileSync(path, "old");
  const url = pathToFileURL(join(import.meta.dirname, module)).href;
  const write = `await ${name}(${JSON.stringify(path)}, "new".repeat(10_000))`;
  const program = `import { ${name} } from ${JSON.stringify(url)};
    try { ${write}; console.log("written"); } catch (error) { console.log(error.code); }`;
  expect(runWithoutRoom(program)).toBe("EFBIG");
  expect(readFileSync(path, "utf8")).toBe("old");
  expect(readdirSync(directory)).toEqual(["state.json"]);
});
