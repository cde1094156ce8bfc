import { spawn } from "node:child_process";
import type { ReleaseGroup, VerificationFailure } from "@ecommerce-cart/deployer";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";

type Verified = Result<void, VerificationFailure>;

const DIRECT_PATHS = ["/health/ready", "/api/v1/products?limit=1", "/"];
const REQUEST_TIMEOUT_MS = 10_000;

/** Asks every process of a release without traffic for its readiness, a page and the API. */
export async function verifyAddresses(group: ReleaseGroup, signal: AbortSignal): Promise<Verified> {
  if (group.addresses.length === 0) return err({ detail: `${group.release.id} has no process to ask` });
  const urls = group.addresses.flatMap((address) => DIRECT_PATHS.map((path) => `${address}${path}`));
  const failures = await Promise.all(urls.map((url) => findFault(url, signal)));
  const detail = failures.find((failure) => failure !== undefined);
  return detail === undefined ? ok(undefined) : err({ detail });
}

async function findFault(url: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]) });
    await response.arrayBuffer();
    return response.ok ? undefined : `${url} answered ${response.status}`;
  } catch (error) {
    return `${url} did not answer: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** How to run the shop's smoke test. */
export interface SmokeTest {
  readonly rootDirectory: string;
  /** Where the shop serves: "http://127.0.0.1:3000". */
  readonly url: string;
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Runs `npm run smoke:test` against what serves; its lines go to the log. */
export function runSmokeTest({ rootDirectory, url, log, signal }: SmokeTest): Promise<Verified> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["--conditions=source", "apps/shop/scripts/smoke-test.ts"], {
      cwd: rootDirectory,
      env: { PATH: process.env["PATH"], SMOKE_URL: url },
      stdio: ["ignore", "pipe", "pipe"],
      signal,
    });
    const lines: string[] = [];
    const onText = (text: Buffer): void =>
      void lines.push(
        ...text
          .toString("utf8")
          .split("\n")
          .filter((line) => line !== ""),
      );
    child.stdout.on("data", onText);
    child.stderr.on("data", onText);
    child.on("error", (error) => resolve(err({ detail: `the smoke test could not run: ${error.message}` })));
    child.on("close", (code) => {
      lines.forEach(log);
      resolve(
        code === 0 ? ok(undefined) : err({ detail: `the smoke test failed: ${lines.at(-1) ?? `exit code ${code}`}` }),
      );
    });
  });
}
