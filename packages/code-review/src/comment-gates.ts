import type { GateFamily, Verdict } from "@ecommerce-cart/pipeline-model";
import { listNextSteps, listVerdicts, VERDICT_SIGNS, VERDICT_TEXT } from "@ecommerce-cart/reports";
import type { RunRecord } from "@ecommerce-cart/reports";
import { isChangedCoverage } from "./assess-change.ts";
import { codeCell, codeSpan, escapeMarkdown } from "./markdown-text.ts";
import { countOf, renderList, renderTable } from "./markdown-layout.ts";

function verdictsOf(record: RunRecord): readonly Verdict[] {
  return listVerdicts(record).map(({ verdict }) => verdict);
}

/** What to do, most urgent first; "" for nothing. */
export function renderSteps(record: RunRecord, rows: number): string {
  const steps = listNextSteps(record).map(({ title, text, command }) => {
    const type = command === undefined ? "" : ` ${codeSpan(command)}`;
    return `**${escapeMarkdown(title)}.** ${escapeMarkdown(text)}${type}`;
  });
  return steps.length === 0 ? "" : `### What to do\n\n${renderList(steps, rows)}`;
}

/** Changed lines that no test runs, where a gate about them has found some. */
export function renderUntestedLines(record: RunRecord, rows: number): string {
  const places = verdictsOf(record)
    .filter((verdict) => verdict.status !== "pass" && isChangedCoverage(verdict))
    .flatMap(({ offenders }) => offenders);
  if (places.length === 0) return "";
  const lines = places.map(({ file, line, message }) => {
    const place = line === undefined ? file : `${file}:${line}`;
    return `${codeSpan(place)} ${escapeMarkdown(message, 200)}`;
  });
  return `### Changed lines without a test\n\n${renderList(lines, rows)}`;
}

/** What performance gates measured; "" where none has a figure. */
export function renderPerformance(record: RunRecord): string {
  const measured = verdictsOf(record).filter(({ family, figure }) => family === "performance" && figure !== undefined);
  const lines = measured.map(
    ({ gate, figure = "", threshold }) =>
      `${escapeMarkdown(gate)}: ${escapeMarkdown(figure)} (asked ${escapeMarkdown(threshold)})`,
  );
  return lines.length === 0 ? "" : `### Performance\n\n${renderList(lines, 12)}`;
}

const FAMILIES: readonly GateFamily[] = ["functional", "code", "security", "performance"];

/** Every gate that needs somebody, and one line for those of a family that pass. */
export function renderGates(record: RunRecord, rows: number): string {
  const verdicts = verdictsOf(record);
  if (verdicts.length === 0) return "### Gates\n\nNo gate gave a verdict in this run.\n";
  const open = verdicts.filter(({ status }) => status !== "pass");
  const passing = FAMILIES.flatMap((family) => {
    const names = verdicts.filter((one) => one.family === family && one.status === "pass").map(({ gate }) => gate);
    return names.length === 0
      ? []
      : [`✔ ${family}, ${countOf(names.length, "gate")}: ${escapeMarkdown(names.join(", "), 400)}`];
  });
  const head = ["Verdict", "Gate", "Figure", "Asked", "Why"];
  const table =
    open.length === 0
      ? ""
      : `${renderTable(
          head,
          open.map((verdict) => rowOf(verdict, rows)),
          rows,
        )}\n`;
  return `### Gates\n\n${table}${renderList(passing, FAMILIES.length)}`;
}

function rowOf(verdict: Verdict, rows: number): readonly string[] {
  const { status, gate, family, figure, threshold, reason, isRequired, offenders, waiver } = verdict;
  const places = offenders
    .slice(0, Math.min(3, rows))
    .map(({ file, line }) => codeCell(line === undefined ? file : `${file}:${line}`));
  const who =
    status === "waived" && waiver !== undefined
      ? `Waived by ${waiver.owner} until ${waiver.until}: ${waiver.reason}. `
      : "";
  return [
    `${VERDICT_SIGNS[status].sign} ${VERDICT_TEXT[status]}`,
    `${escapeMarkdown(gate, 120)} (${family}${isRequired ? "" : ", advisory"})`,
    escapeMarkdown(figure ?? "none", 120),
    escapeMarkdown(threshold, 120),
    [escapeMarkdown(who + reason), ...places].join("<br>"),
  ];
}
