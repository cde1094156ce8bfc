import { once } from "node:events";
import { mkdirSync, mkdtempDisposableSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { searchOsvDatabase } from "./osv-database.ts";
import { askAudit, askOutdated, askReleaseAges } from "./registry.ts";

const VERSION = "1.2.3";
const LOCKFILE = {
  name: "x",
  version: "1.0.0",
  lockfileVersion: 3,
  packages: {
    "": { name: "x", version: "1.0.0", dependencies: { minimist: VERSION } },
    "node_modules/minimist": { version: VERSION, integrity: `sha512-${"A".repeat(86)}==` },
  },
};

afterEach(() => vi.unstubAllEnvs());

/** A folder with one dependency, and a registry that answers each path with a status and a body. */
async function makeShop(answer: (url: string) => readonly [status: number, body: unknown]) {
  const folder = mkdtempDisposableSync(join(tmpdir(), "registry-"));
  writeFileSync(join(folder.path, "package.json"), JSON.stringify({ ...LOCKFILE.packages[""] }));
  writeFileSync(join(folder.path, "package-lock.json"), JSON.stringify(LOCKFILE));
  const server = createServer((request, response) => {
    const [status, body] = answer(request.url ?? "");
    request.resume().on("end", () => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  vi.stubEnv("npm_config_registry", `http://127.0.0.1:${port}/`);
  vi.stubEnv("npm_config_fetch_retries", "0");
  const question = { rootDirectory: folder.path, signal: new AbortController().signal };
  const stop = (): void => {
    server.close();
    folder.remove();
  };
  return { question, folder: folder.path, [Symbol.dispose]: stop };
}

const ADVISORY = {
  id: 1,
  url: "https://github.com/advisories/GHSA-xvch-5gv4-984h",
  title: "Pollution",
  severity: "critical",
  vulnerable_versions: "<9",
};

test("npm's own audit is kept as it answers", async () => {
  using shop = await makeShop((url) => (url.endsWith("/bulk") ? [200, { minimist: [ADVISORY] }] : [404, {}]));
  const answer = await askAudit(shop.question);
  const audit = JSON.parse("output" in answer ? answer.output : "{}") as object;
  expect(audit).toMatchObject({
    auditReportVersion: 2,
    vulnerabilities: { minimist: { severity: "critical" } },
    metadata: { dependencies: { total: 1 } },
  });
});

test("a registry that refuses the audit, or cannot be reached, gives no answer, and says why", async () => {
  using shop = await makeShop(() => [405, {}]);
  expect(await askAudit(shop.question)).toMatchObject({ unanswered: expect.stringContaining("405") });
  vi.stubEnv("npm_config_registry", "http://127.0.0.1:1/");
  for (const ask of [askAudit, askOutdated, askReleaseAges])
    expect(await ask(shop.question)).toMatchObject({ unanswered: expect.stringMatching(/./) });
});

test("when a version was published is read from the packument; without it there is no answer", async () => {
  const packument = { name: "minimist", time: { [VERSION]: "2020-03-12T22:41:08.281Z" } };
  using shop = await makeShop((url) => (url === "/minimist" ? [200, packument] : [404, {}]));
  const answer = await askReleaseAges(shop.question);
  expect(JSON.parse("output" in answer ? answer.output : "{}")).toEqual({
    packages: [{ name: "minimist", version: VERSION, publishedAt: "2020-03-12T22:41:08.281Z" }],
  });
  using silent = await makeShop(() => [200, { name: "minimist", time: {} }]);
  expect(await askReleaseAges(silent.question)).toEqual({ unanswered: `no time of minimist@${VERSION}` });
});

test("a folder of OSV records is matched with the lockfile, and is as old as its newest record", async () => {
  using shop = await makeShop(() => [404, {}]);
  const record = (id: string, name: string, modified: string) => ({
    id,
    modified,
    affected: [{ package: { ecosystem: "npm", name }, ranges: [{ type: "SEMVER", events: [{ introduced: "0" }] }] }],
  });
  const database = join(shop.folder, "osv");
  mkdirSync(database);
  writeFileSync(join(database, "a.json"), JSON.stringify(record("GHSA-1", "minimist", "2026-11-01T00:00:00Z")));
  writeFileSync(join(database, "b.json"), JSON.stringify(record("GHSA-2", "other", "2026-11-02T00:00:00Z")));
  const { newestAt, output } = searchOsvDatabase(shop.folder, database);
  expect(newestAt).toBe("2026-11-02T00:00:00Z");
  expect(JSON.parse(output)).toMatchObject({
    databaseRecordCount: 2,
    packageCount: 1,
    matches: [{ id: "GHSA-1", severity: "high" }],
  });
});
