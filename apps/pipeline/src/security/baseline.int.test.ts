import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { BASELINE_CHECKS, judgeGate } from "@ecommerce-cart/quality-gates";
import { expect, test } from "vitest";
import { openGateReading } from "../gates/gate-reading.ts";
import { scanByBaseline } from "./baseline.ts";
import { sendTo } from "./scan-target.ts";

const ROOT = `${import.meta.dirname}/../../../..`;

/** Does everything wrong that the baseline looks for. */
function badShop(request: IncomingMessage, response: ServerResponse): void {
  const url = decodeURIComponent(request.url?.replace(/%(?![0-7])/g, "") ?? "/");
  response.setHeader("x-powered-by", "Express 4.1");
  response.setHeader("set-cookie", "session=1; Path=/");
  response.setHeader("access-control-allow-origin", request.headers.origin ?? "");
  response.setHeader("access-control-allow-credentials", "true");
  response.setHeader("content-type", "text/html");
  if (url.includes("stranger.example")) response.writeHead(302, { location: "//stranger.example/" });
  request.resume().on("end", () => {
    const files = "root:x:0:0:root:/root\n[core]\nSECRET=1\nat run (/app/main.js:1:2)";
    response.end(`${files}${url}`);
  });
}

interface Report {
  readonly checks: readonly { readonly id: string; readonly requests: number }[];
  readonly findings: readonly { readonly check: string; readonly severity: string; readonly address: string }[];
}

async function scan(handle: typeof badShop): Promise<Report> {
  const server = createServer(handle).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  try {
    return JSON.parse(await scanByBaseline({ send: sendTo(port), publicUrl: "https://shop.example" })) as Report;
  } finally {
    server.close();
  }
}

test("a shop that does everything wrong is found out by every check", async () => {
  const { checks, findings } = await scan(badShop);
  expect(checks.map(({ id }) => id)).toEqual([...BASELINE_CHECKS]);
  expect([...new Set(findings.map(({ check }) => check))]).toEqual([...BASELINE_CHECKS]);
  expect(findings).toContainEqual(
    expect.objectContaining({ check: "hidden-files", severity: "critical", address: "GET /.git/config" }),
  );
  expect(findings).toContainEqual(expect.objectContaining({ check: "cors", severity: "critical" }));
});

test("a shop that sets no cookie has its cookies not looked at, and that is a finding", async () => {
  const { findings } = await scan((_request, response) => void response.end("hello"));
  expect(findings).toContainEqual(expect.objectContaining({ check: "cookie-flags", severity: "high" }));
});

test("a shop that does not serve is not scanned", async () => {
  await expect(scan((_request, response) => void response.writeHead(503).end())).rejects.toThrow(/does not serve/);
});

test("gates that read the tree themselves judge this repository", () => {
  const reading = openGateReading(ROOT, "staging");
  const gate = {
    kind: "lockfile-integrity",
    name: "lockfile",
    family: "security",
    allowedHosts: ["registry.npmjs.org"],
  } as const;
  expect(judgeGate(gate, reading)).toMatchObject({ status: "pass", isRequired: true });
});
