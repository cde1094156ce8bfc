import { SMOKE_CHECKS, type SmokeVisit } from "./smoke-checks.ts";

const BASE = (process.env["SMOKE_URL"] ?? "http://localhost:3000").replace(/\/+$/, "");

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

async function main(): Promise<number> {
  console.log(`Smoke test of ${BASE}`);
  const visit: SmokeVisit = { baseUrl: BASE, seen: new Map() };
  let failed = 0;
  for (const { name, run } of SMOKE_CHECKS) {
    const startedAt = performance.now();
    const line = await run(visit).then(
      (detail) => `ok      ${name} (${detail})`,
      (error: unknown) => {
        failed += 1;
        return `FAILED  ${name}: ${describe(error)}`;
      },
    );
    console.log(`${line} ${Math.round(performance.now() - startedAt)} ms`);
  }
  console.log(failed === 0 ? "All checks passed." : `${failed} of ${SMOKE_CHECKS.length} checks failed.`);
  return failed === 0 ? 0 : 1;
}

process.exitCode = await main();
