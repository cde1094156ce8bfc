import type { Verdict } from "@ecommerce-cart/pipeline-model";
import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";
import { notMeasured, toVerdict } from "../gate.ts";
import type { Answer, GatePolicy, GateReading } from "../gate.ts";
import { isCount, isJsonObject, malformed, parseJsonReport } from "../malformed-report.ts";
import type { MalformedReport } from "../malformed-report.ts";
import { countOf, formatCount } from "../percent.ts";
import { readBoundReport } from "../report-file.ts";
import type { Finding } from "./finding.ts";
import { listAt, textAt, textsAt } from "./json-values.ts";
import { weighFindings } from "./weigh-findings.ts";

/** A finding that is no secret, for good: a card of the sandbox, a sample in a test. */
export interface AllowedSecret {
  /** First 16 hexadecimal digits of the SHA-256 of what was found. The value itself stands nowhere. */
  readonly fingerprint: string;
  readonly reason: string;
}

/** What a gate over secrets asks, as data. None is borne. */
export interface SecretsPolicy extends GatePolicy {
  readonly kind: "secrets";
  /** What lies in the tree now. */
  readonly tree: string;
  /** What any commit ever added. */
  readonly history: string;
  readonly allowed: readonly AllowedSecret[];
}

/** What a search for secrets looked at, as its report tells it. */
interface SecretScan {
  readonly ruleCount: number;
  /** Of the tree: every path that was read. Of the history: left out. */
  readonly files?: readonly string[];
  readonly headCommit?: string;
  readonly commitCount?: number;
  readonly findings: readonly (Finding & { readonly fingerprint: string })[];
}

function toFinding(one: unknown): SecretScan["findings"][number] | undefined {
  const [id, file, fingerprint] = [textAt(one, "rule"), textAt(one, "file"), textAt(one, "fingerprint")];
  if (id === undefined || file === undefined || fingerprint === undefined) return undefined;
  const line = isJsonObject(one) ? one["line"] : undefined;
  const commit = textAt(one, "commit");
  const title = `${textAt(one, "masked") ?? "****"} (fingerprint ${fingerprint}${commit === undefined ? "" : `, commit ${commit.slice(0, 10)}`})`;
  return { id, severity: "critical", file, title, fingerprint, ...(isCount(line) && line > 0 ? { line } : {}) };
}

function readSecretScan(text: string): Result<SecretScan, MalformedReport> {
  const parsed = parseJsonReport(text, "secret-scan");
  if (!parsed.ok) return parsed;
  const report = parsed.value;
  const { ruleCount, commitCount } = report;
  const listed = listAt(report, "findings");
  if (!isCount(ruleCount) || ruleCount === 0 || listed === undefined)
    return malformed("secret-scan", "ruleCount above 0 and findings are expected", { pointer: "" });
  const findings = listed.map(toFinding).filter((one) => one !== undefined);
  if (findings.length !== listed.length)
    return malformed("secret-scan", "a finding without rule, file or fingerprint", { pointer: "/findings" });
  const files = textsAt(report, "files");
  const headCommit = textAt(report, "headCommit");
  return ok({
    ruleCount,
    findings,
    ...(files === undefined ? {} : { files }),
    ...(headCommit === undefined ? {} : { headCommit }),
    ...(isCount(commitCount) ? { commitCount } : {}),
  });
}

function scanOf(path: string, reading: GateReading): Result<SecretScan, string> {
  return readBoundReport(reading.report(path), reading.tree("repository"), readSecretScan);
}

function scanTree(path: string, reading: GateReading): Result<SecretScan, string> {
  const scan = scanOf(path, reading);
  if (!scan.ok) return scan;
  const seen = new Set(scan.value.files ?? []);
  const there = reading.paths("repository");
  const unseen = there.filter((file) => !seen.has(file));
  if (there.length === 0) return err("the tree holds no file");
  return unseen.length === 0
    ? scan
    : err(`${path}: ${countOf(unseen.length, "file")} not looked at, first ${unseen[0]}`);
}

function scanHistory(path: string, reading: GateReading): Result<SecretScan, string> {
  const there = reading.history();
  if (there.isShallow)
    return err("this clone is shallow: run `git fetch --unshallow`, since secrets may lie in older commits");
  if (there.headCommit === "" || there.commitCount === 0) return err("there is no history");
  const scan = scanOf(path, reading);
  if (!scan.ok) return scan;
  const { headCommit, commitCount = 0 } = scan.value;
  if (headCommit !== there.headCommit)
    return err(`${path} looked at another commit than ${there.headCommit.slice(0, 10)}`);
  return commitCount === there.commitCount
    ? scan
    : err(`${path} looked at ${formatCount(commitCount)} of ${formatCount(there.commitCount)} commits`);
}

function answer(policy: SecretsPolicy, reading: GateReading): Answer {
  const tree = scanTree(policy.tree, reading);
  if (!tree.ok) return notMeasured(`${tree.error}.`);
  const history = scanHistory(policy.history, reading);
  if (!history.ok) return notMeasured(`${history.error}.`);
  const allowed = new Set(policy.allowed.filter(({ reason }) => reason.trim() !== "").map((one) => one.fingerprint));
  const found = [...tree.value.findings, ...history.value.findings];
  const findings = found.filter(({ fingerprint }) => !allowed.has(fingerprint));
  const scanned = `${countOf(reading.paths("repository").length, "file")} and ${countOf(history.value.commitCount ?? 0, "commit")}`;
  const today = reading.tree("repository").today;
  const weighed = weighFindings({ limits: { critical: 0 } }, { findings, scanned, today });
  const allowedCount = found.length - findings.length;
  const note = allowedCount > 0 ? ` ${formatCount(allowedCount)} allowed.` : "";
  const { status, reason, offenders } = weighed;
  return { status, offenders, reason: reason + note, figure: `${countOf(offenders.length, "secret")} in ${scanned}` };
}

/**
 * Judges secrets: none in any file of the tree, and none that any commit ever added, but those that are allowed by
 * fingerprint with a reason. A scan that saw fewer files or commits than there are measured nothing.
 */
export function judgeSecrets(policy: SecretsPolicy, reading: GateReading): Verdict {
  return toVerdict(policy, { threshold: "no secret", ...answer(policy, reading) }, reading);
}
