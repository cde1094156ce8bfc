import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { REVIEW_REPORTS } from "@ecommerce-cart/ci-generators";
import {
  annotationsOf,
  renderCompilerLines,
  renderGithubCommands,
  renderGitlabCodeQuality,
  renderReviewComment,
} from "@ecommerce-cart/code-review";
import type { ReviewInput } from "@ecommerce-cart/code-review";
import { EXIT_CODES, stagesFor } from "@ecommerce-cart/pipeline-model";
import { renderJunit } from "@ecommerce-cart/reports";
import { CommandFailure } from "../command-failure.ts";
import { trunksFor } from "../git/branch-base.ts";
import type { Invocation } from "../invocation.ts";
import { postOnce } from "../review/comment-thread.ts";
import { readChange } from "../review/read-change.ts";
import { readRun } from "../review/read-run.ts";
import { readSource } from "../run/execute-run.ts";
import { detectFormat, findPlace, reportUrlOf } from "../review/review-place.ts";
import type { ReviewFormat } from "../review/review-place.ts";

/** What `review` takes. */
export interface ReviewFlags {
  readonly post?: true;
  /** That nothing could be posted is a failure. */
  readonly mustPost?: true;
  /** Writes REVIEW_REPORTS too. */
  readonly reports?: true;
  readonly format?: string;
  readonly run?: string;
}

const RENDER: Readonly<Record<ReviewFormat, (input: ReviewInput) => string>> = {
  github: ({ record }) => renderGithubCommands(annotationsOf(record)),
  gitlab: ({ record }) => renderGitlabCodeQuality(annotationsOf(record), sha256),
  jenkins: ({ record }) => renderCompilerLines(annotationsOf(record)),
  junit: ({ record }) => renderJunit(record),
  markdown: renderReviewComment,
};

/** `./pipeline review`: what a run says about a change, on standard output; with --post also as one comment. */
export async function reviewCommand(invocation: Invocation, flags: ReviewFlags): Promise<void> {
  const format = readFormat(flags.format);
  const input = await readInput(invocation, flags.run);
  process.stdout.write(RENDER[format](input));
  if (flags.reports === true) writeReports(invocation.rootDirectory, input);
  if (flags.post === true || flags.mustPost === true) await post(renderReviewComment(input), flags);
}

/** Files that CIs show on their own pages. */
function writeReports(rootDirectory: string, input: ReviewInput): void {
  mkdirSync(join(rootDirectory, "reports"), { recursive: true });
  writeFileSync(join(rootDirectory, REVIEW_REPORTS.codeQuality), RENDER.gitlab(input));
  writeFileSync(join(rootDirectory, REVIEW_REPORTS.junit), RENDER.junit(input));
}

async function readInput(
  { rootDirectory, branchTriggers }: Invocation,
  runId: string | undefined,
): Promise<ReviewInput> {
  const record = readRun(rootDirectory, runId);
  const change = await readChange(rootDirectory, trunksFor(process.env));
  const { commit } = await readSource(rootDirectory);
  const reportUrl = reportUrlOf(process.env);
  const ran = record.stages.map(({ name }) => name);
  return {
    record,
    ...(change.ok ? { change: change.value } : { change: undefined, changeProblem: change.error }),
    missingStages: stagesFor(record.source.branch ?? "", branchTriggers).filter((stage) => !ran.includes(stage)),
    ...(commit === record.source.commit ? {} : { otherCommit: commit }),
    ...(reportUrl === undefined ? {} : { reportUrl }),
  };
}

function readFormat(text: string | undefined): ReviewFormat {
  if (text === undefined) return detectFormat(process.env);
  if (Object.hasOwn(RENDER, text)) return text as ReviewFormat;
  throw new CommandFailure(`--format is "${text}": choose ${Object.keys(RENDER).join(", ")}.`);
}

async function post(comment: string, flags: ReviewFlags): Promise<void> {
  const place = findPlace(process.env);
  if (place.kind === "nowhere") return sayNotPosted(place.why, flags);
  const posted = await postOnce(place.thread, comment);
  if (posted.ok) {
    const { how, url, removedCount } = posted.value;
    const removed = removedCount > 0 ? `; ${removedCount} older removed` : "";
    return void console.error(`review ${how}: ${url}${removed}`);
  }
  const { kind, message } = posted.error;
  if (kind === "refused" && place.isFork)
    return sayNotPosted(`${message}: changes from forks get a token that may only read`, flags);
  const advice =
    kind === "refused" ? place.advice : "run this again: it updates the comment, and never makes a second one";
  throw new CommandFailure(`the review was not posted: ${message}; ${advice}.`, EXIT_CODES.failed);
}

function sayNotPosted(why: string, { mustPost }: ReviewFlags): void {
  const sentence = `the review was not posted: ${why}.`;
  if (mustPost === true) throw new CommandFailure(sentence, EXIT_CODES.failed);
  console.error(sentence);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
