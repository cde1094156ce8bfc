import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Release, ReleaseId } from "@ecommerce-cart/release";

/** How a fake release behaves. */
export type FakeBehaviour =
  /** Serves, answers its readiness check, drains on SIGTERM. */
  | "serves"
  /** Ends with exit code 3 as soon as it starts. */
  | "crashes"
  /** Serves, and answers its readiness check with 503. */
  | "never-ready"
  /** Serves; its migrate task fails with exit code 3. */
  | "migration-fails"
  /** Serves, and takes no notice of SIGTERM. */
  | "ignores-sigterm";

// Why node:http is not imported: see node-http.ts. Tests start this some 200 times.
const PROGRAM = `
import { existsSync } from "node:fs";
import { join } from "node:path";
const { createServer } = process.getBuiltinModule("node:http");
const [role] = process.argv.slice(2);
const behaviour = process.env.FAKE_BEHAVIOUR ?? BEHAVIOUR;
if (role === "migrate" || role === "seed") {
  console.log(role + (process.env.DATABASE_URL ? " with a database" : " without"));
  if (behaviour !== "migration-fails") process.exit(0);
  console.error("no such table");
  process.exit(3);
}
if (behaviour === "crashes") {
  console.error("the configuration is wrong");
  process.exit(3);
}
if (role === "worker") {
  const server = createServer((request, response) => response.end("# metrics of " + process.env.RELEASE_ID));
  server.listen(Number(process.env.WORKER_PORT), process.env.HOST, () =>
    console.log(JSON.stringify({ msg: "listening", port: server.address().port })));
  process.on("SIGTERM", () => behaviour !== "ignores-sigterm" && process.exit(0));
} else {
  let isReady = behaviour !== "never-ready";
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, "http://x");
    if (pathname === "/health/ready") return response.writeHead(isReady ? 200 : 503).end();
    response.setHeader("x-release-id", process.env.RELEASE_ID);
    if (pathname.startsWith("/hold/")) {
      response.write("held");
      const isFree = () => existsSync(join(process.env.HOLD_DIRECTORY, pathname.slice("/hold/".length)));
      const timer = setInterval(() => isFree() && (clearInterval(timer), response.end()), 10);
      return;
    }
    const body = JSON.stringify({ releaseId: process.env.RELEASE_ID, pid: process.pid, secret: process.env.SECRET });
    setTimeout(() => response.end(body), Number(searchParams.get("ms") ?? 0));
  });
  server.keepAliveTimeout = 75000;
  server.listen(Number(process.env.PORT), process.env.HOST, () =>
    console.log(JSON.stringify({ msg: "listening", port: server.address().port })));
  process.on("SIGTERM", () => {
    if (behaviour === "ignores-sigterm") return;
    isReady = false;
    server.close(() => process.exit(0));
    server.closeIdleConnections();
  });
}
`;

/** Writes a bundle with a tiny server in it below `rootDirectory`, and returns its release. */
export function writeFakeRelease(
  rootDirectory: string,
  options: { readonly version: string; readonly behaviour?: FakeBehaviour },
): Release {
  const digest = randomBytes(32).toString("hex");
  const bundlePath = join("releases", digest);
  const directory = join(rootDirectory, bundlePath);
  mkdirSync(join(directory, "app"), { recursive: true });
  writeFileSync(join(directory, "manifest.json"), JSON.stringify({ entry: "app/main.mjs" }));
  const behaviour = JSON.stringify(options.behaviour ?? "serves");
  writeFileSync(join(directory, "app", "main.mjs"), `const BEHAVIOUR = ${behaviour};\n${PROGRAM}`);
  return {
    id: `${options.version}-abc1234-${digest.slice(0, 8)}` as ReleaseId,
    digest: `sha256:${digest}`,
    version: options.version,
    commit: "abc1234".padEnd(40, "0"),
    isDirty: false,
    createdAt: "2026-01-01T00:00:00.000Z",
    migrations: [],
    bundlePath,
  };
}
