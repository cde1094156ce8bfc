import type { JobRecord, RunRecord } from "./run-record.ts";
import { listVerdicts, VERDICT_TEXT } from "./wording.ts";
import type { Verdict } from "@ecommerce-cart/pipeline-model";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\n": "&#10;",
};

/** XML 1.0 cannot carry most control characters, lone surrogates or U+FFFE/U+FFFF, escaped or not: they go. */
const NOT_XML =
  /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function escapeXml(text: string): string {
  return text.replace(NOT_XML, "").replace(/[&<>"\n]/g, (character) => ENTITIES[character] ?? character);
}

type Answer = "ok" | "failure" | "error" | "skipped";

interface Case {
  readonly name: string;
  readonly className: string;
  readonly seconds: string;
  readonly answer: Answer;
  readonly message: string;
}

const JOB_ANSWERS: Readonly<Record<JobRecord["status"], Answer>> = {
  passed: "ok",
  restored: "ok",
  skipped: "skipped",
  failed: "failure",
  "not-measured": "error",
  interrupted: "error",
  "not-started": "skipped",
};

const VERDICT_ANSWERS: Readonly<Record<Verdict["status"], Answer>> = {
  pass: "ok",
  fail: "failure",
  "not-measured": "error",
  waived: "skipped",
};

/** What stops nothing must not turn a CI system red: it is shown as skipped, with its message. */
function soften(answer: Answer, isBinding: boolean): Answer {
  return isBinding || answer === "ok" ? answer : "skipped";
}

function caseOfJob(job: JobRecord): Case {
  return {
    name: job.name,
    className: job.stage,
    seconds: (job.durationMs / 1000).toFixed(3),
    answer: soften(JOB_ANSWERS[job.status], !job.isAdvisory),
    message: job.reason ?? job.status,
  };
}

function caseOfVerdict({ job, verdict }: { readonly job: string; readonly verdict: Verdict }): Case {
  const figure = verdict.figure ?? "no figure";
  return {
    name: verdict.gate,
    className: job,
    seconds: "0.000",
    answer: soften(VERDICT_ANSWERS[verdict.status], verdict.isRequired),
    message: `${VERDICT_TEXT[verdict.status]}: ${figure}, asked ${verdict.threshold}. ${verdict.reason}`,
  };
}

function renderCase(one: Case): string {
  const head = `    <testcase name="${escapeXml(one.name)}" classname="${escapeXml(one.className)}" time="${one.seconds}"`;
  return one.answer === "ok"
    ? `${head}/>\n`
    : `${head}><${one.answer} message="${escapeXml(one.message)}"/></testcase>\n`;
}

function countAnswers(cases: readonly Case[]): string {
  const count = (answer: Answer): number => cases.filter((one) => one.answer === answer).length;
  return `tests="${cases.length}" failures="${count("failure")}" errors="${count("error")}" skipped="${count("skipped")}"`;
}

function renderSuite(name: string, cases: readonly Case[]): string {
  const seconds = cases.reduce((sum, one) => sum + Number(one.seconds), 0).toFixed(3);
  const head = `  <testsuite name="${escapeXml(name)}" ${countAnswers(cases)} time="${seconds}">\n`;
  return `${head}${cases.map(renderCase).join("")}  </testsuite>\n`;
}

/** A run as JUnit XML, for CI systems that show tests: one suite per stage, one case per job, one suite for the gates. */
export function renderJunit(record: RunRecord): string {
  const suites = record.stages.map(({ name }) => ({
    name,
    cases: record.jobs.filter((job) => job.stage === name).map(caseOfJob),
  }));
  const gates = listVerdicts(record).map(caseOfVerdict);
  if (gates.length > 0) suites.push({ name: "gates", cases: gates });
  const counts = countAnswers(suites.flatMap((suite) => suite.cases));
  const seconds = (record.times.wallMs / 1000).toFixed(3);
  const name = escapeXml(`${record.run.pipeline} ${record.run.id}`);
  const body = suites.map((suite) => renderSuite(suite.name, suite.cases)).join("");
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${name}" ${counts} time="${seconds}">\n${body}</testsuites>\n`;
}
