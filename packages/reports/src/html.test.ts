import { expect, test } from "vitest";
import { renderHtml } from "./html.ts";
import { chooseAxis } from "./html-timeline.ts";
import { toRunRecord } from "./to-run-record.ts";
import { aJobEnd, aJobStart, aRunEnd, aRunStart, aVerdict } from "./test-builders/a-run.ts";
import { aRunOfEverything, sampleLogs } from "./test-builders/a-run-of-everything.ts";
import { aRunOfFortyGates } from "./test-builders/a-run-of-forty-gates.ts";

const everything = renderHtml(toRunRecord(aRunOfEverything()), { logs: sampleLogs() });

function textOf(html: string): string {
  return html
    .replace(/<style>.*?<\/style>/s, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ");
}

test("the page asks for nothing: no request, no script, and a policy that would refuse them", () => {
  expect(everything).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:;`);
  expect(everything).not.toMatch(/<script|<iframe|<img|@import|\son\w+=/i);
  const addresses = [...everything.matchAll(/(?:href|src|action|data)="([^"]*)"/g)].map((match) => match[1]);
  expect(addresses.length).toBeGreaterThan(20);
  for (const address of addresses) expect(address).toMatch(/^(#|\.\/|data:image\/svg\+xml,)/);
  expect(everything.match(/url\(/)).toBeNull();
});

test("verdicts come first, then what to do, the gates, the axis, then the logs", () => {
  const order = ['id="verdicts"', 'id="steps"', 'id="gates"', 'id="timeline"', 'id="jobs"'].map((mark) =>
    everything.indexOf(mark),
  );
  expect(order.every((place) => place > 0)).toBe(true);
  expect([...order].sort((a, b) => a - b)).toEqual(order);
});

test("every job has its status in words, its log, and a link to the whole log", () => {
  const text = textOf(everything);
  for (const status of ["passed", "restored", "skipped", "failed", "not measured"]) expect(text).toContain(status);
  expect(everything.match(/<details class="job /g)).toHaveLength(12);
  expect(everything).toContain('<a href="./logs/unit-tests.log">logs/unit-tests.log</a>');
});

test("every link inside the page has its target", () => {
  const targets = new Set([...everything.matchAll(/ id="([^"]*)"/g)].map((match) => match[1]));
  for (const [, target] of everything.matchAll(/href="#([^"]*)"/g)) expect(targets).toContain(target);
});

test("a long log is cut to its last 400 lines and says so", () => {
  expect(everything).toContain("Last 400 of 1200 lines");
  expect(everything).toContain("case 801 of");
  expect(everything).not.toContain("case 800 of");
  const short = renderHtml(toRunRecord(aRunOfEverything()), { logs: sampleLogs(), logLineLimit: 10 });
  expect(short).toContain("Last 10 of 1200 lines");
});

test("text from outside is shown, never run", () => {
  const evil = '"><script>alert(1)</script><img src=x onerror=y>';
  const verdict = aVerdict({
    status: "fail",
    gate: evil,
    figure: evil,
    threshold: evil,
    reason: evil,
    offenders: [{ file: evil, message: evil }],
  });
  const html = renderHtml(
    toRunRecord([
      aRunStart({
        runId: evil,
        pipeline: evil,
        environmentName: evil,
        nodeVersion: evil,
        source: { commit: evil, isDirty: true, branch: evil, label: evil },
        stages: [{ name: evil, jobs: [{ name: evil, description: evil, needs: [evil] }] }],
      }),
      aJobStart({ job: evil, stage: evil, cause: evil }),
      aJobEnd({
        job: evil,
        stage: evil,
        status: "failed",
        reason: evil,
        logFile: evil,
        fingerprint: evil,
        verdicts: [verdict],
      }),
      aRunEnd({ status: "failed", exitCode: 1 }),
    ]),
    { logs: new Map([[evil, evil]]) },
  );
  expect(html).not.toMatch(/<script|<img/);
  expect(html).toContain("&lt;script&gt;");
});

test("a failed job stands open, a passed one does not", () => {
  expect(everything).toMatch(/id="job-integration-tests" open>/);
  expect(everything).toMatch(/id="job-lint">/);
});

test("an advisory failure does not stand in the way", () => {
  expect(everything).toMatch(/id="job-branch-name">/);
});

test("the longest chain is marked, in the rows and in words", () => {
  expect(everything.match(/class="row on-chain"/g)).toHaveLength(3);
  expect(textOf(everything)).toMatch(/Longest chain, 21\.4s of 23\.8s: install → compile → integration-tests/);
});

test("a waived gate names owner, reason and date", () => {
  expect(textOf(everything)).toMatch(/Waived by ana until 2026-12-15 : the new major/);
});

test("a run that was cut off says so and needs no CPU time", () => {
  const html = textOf(renderHtml(toRunRecord([aRunStart(), aJobStart()]), { logs: new Map() }));
  expect(html).toContain("Interrupted");
  expect(html).toContain("it was killed, or the machine went away");
  expect(html).not.toContain("CPU on");
  expect(html).toContain("No gate gave a verdict");
});

test("a run in which all is well has nothing to do", () => {
  const html = textOf(renderHtml(toRunRecord([aRunStart(), aJobStart(), aJobEnd(), aRunEnd()]), { logs: new Map() }));
  expect(html).toContain("Nothing. Every required job and gate passed.");
});

test("forty gates stand by family: those that need somebody in full, those that pass folded away", () => {
  const html = renderHtml(toRunRecord(aRunOfFortyGates()), { logs: new Map() });
  const families = [...html.matchAll(/<section class="family" id="family-(\w+)">/g)].map((match) => match[1]);
  expect(families).toEqual(["functional", "code", "security", "performance"]);
  expect(html.match(/<tr role="row" class="m-/g)).toHaveLength(40);
  const folded = html.replace(/<details class="passing[^]*?<\/details>/g, "");
  expect(folded.match(/<tr role="row" class="m-(?:bad|unknown|waived)"/g)).toHaveLength(11);
  expect(textOf(html)).toMatch(/Code 2 fail 1 not measured 1 waived 12 pass/);
  expect(textOf(html)).toContain("and 5 more");
});

test("only the worst 20 places of a gate are listed", () => {
  const offenders = Array.from({ length: 25 }, (_, index) => ({ file: `f${index}.ts`, message: "m" }));
  const record = toRunRecord([aRunStart(), aJobEnd({ verdicts: [aVerdict({ offenders })] }), aRunEnd()]);
  const html = renderHtml(record, { logs: new Map() });
  expect(html).toContain("f19.ts");
  expect(html).not.toContain("f20.ts");
  expect(html).toContain("and 5 more");
});

test.each([
  [0, 10, 10],
  [44_000, 44_000, 10_000],
  [214, 214, 50],
  [61_000, 61_000, 15_000],
  [90_000_000, 90_000_000, 15_000_000],
])("an axis of %d ms ends at %d with ticks every %d", (wallMs, endMs, stepMs) => {
  expect(chooseAxis(wallMs)).toEqual({ endMs, stepMs });
});
