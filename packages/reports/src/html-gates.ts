import type { Offender, Verdict } from "@ecommerce-cart/pipeline-model";
import type { RunRecord } from "./run-record.ts";
import { renderSign, VERDICT_MOODS } from "./html-signs.ts";
import { escapeHtml, jobAnchor } from "./html-text.ts";
import { countOf, countVerdicts, FAMILY_TEXT, groupByFamily, listVerdicts, VERDICT_TEXT } from "./wording.ts";
import type { FamilyVerdicts } from "./wording.ts";

interface JudgedGate {
  readonly job: string;
  readonly verdict: Verdict;
}

/** The rest is in the gate's own report; a page of a thousand lines helps nobody. */
const MOST_OFFENDERS = 20;

function renderOffender(offender: Offender): string {
  const place = offender.line === undefined ? offender.file : `${offender.file}:${offender.line}`;
  // A long path breaks after a slash rather than inside a name.
  const html = escapeHtml(place).replaceAll("/", "/<wbr>");
  return `<li><code>${html}</code> ${escapeHtml(offender.message)}</li>`;
}

function renderOffenders(verdict: Verdict): string {
  const { offenders } = verdict;
  if (offenders.length === 0) return "";
  const shown = offenders.slice(0, MOST_OFFENDERS).map(renderOffender).join("");
  const left = offenders.length - MOST_OFFENDERS;
  const rest = left > 0 ? `<li class="quiet">and ${left} more</li>` : "";
  const isOpen = verdict.status === "fail" && offenders.length <= 5;
  return `<details class="offenders"${isOpen ? " open" : ""}><summary>${countOf(offenders.length, "place")}</summary><ol>${shown}${rest}</ol></details>`;
}

function renderWaiver({ waiver, status }: Verdict): string {
  if (waiver === undefined || status !== "waived") return "";
  const until = `<time datetime="${escapeHtml(waiver.until)}">${escapeHtml(waiver.until)}</time>`;
  return `<p class="quiet">Waived by ${escapeHtml(waiver.owner)} until ${until}: ${escapeHtml(waiver.reason)}</p>`;
}

function renderRow({ job, verdict }: JudgedGate): string {
  const mood = VERDICT_MOODS[verdict.status];
  const kind = verdict.isRequired ? "" : ' <span class="tag">advisory</span>';
  return (
    `<tr role="row" class="m-${mood}"><td role="cell" class="verdict">${renderSign(mood)}<span>${VERDICT_TEXT[verdict.status]}</span></td>` +
    `<th role="rowheader" scope="row"><a href="#${jobAnchor(job)}">${escapeHtml(verdict.gate)}</a>${kind}</th>` +
    `<td role="cell" class="figure" data-label="Figure">${escapeHtml(verdict.figure ?? "none")}</td>` +
    `<td role="cell" class="asked" data-label="Asked">${escapeHtml(verdict.threshold)}</td>` +
    `<td role="cell" class="why"><p>${escapeHtml(verdict.reason)}</p>${renderWaiver(verdict)}${renderOffenders(verdict)}</td></tr>`
  );
}

// On a phone the rows are laid out as blocks, which takes their meaning from some screen readers: roles give it back.
const HEAD = `<thead role="rowgroup"><tr role="row">${["Verdict", "Gate", "Figure", "Asked", "Why"].map((text) => `<th role="columnheader" scope="col">${text}</th>`).join("")}</tr></thead>`;

function renderTable(rows: readonly JudgedGate[]): string {
  return `<table role="table" class="gates">${HEAD}<tbody role="rowgroup">${rows.map(renderRow).join("")}</tbody></table>`;
}

/** More passing gates of a family than this are folded away. */
const MOST_PASSING = 3;

function renderFolded(passing: readonly JudgedGate[]): string {
  const names = passing.map(({ verdict }) => escapeHtml(verdict.gate)).join(", ");
  return (
    `<details class="passing card"><summary class="m-good">${renderSign("good")}<b>${countOf(passing.length, "gate")} pass</b> <span>${names}</span></summary>` +
    `${renderTable(passing)}</details>`
  );
}

function renderFamily({ family, open, passing }: FamilyVerdicts<JudgedGate>): string {
  const isFolded = passing.length > MOST_PASSING;
  const shown = isFolded ? open : [...open, ...passing];
  const table = shown.length === 0 ? "" : `<div class="card">${renderTable(shown)}</div>`;
  return `<section class="family" id="family-${family}"><h3>${FAMILY_TEXT[family]}</h3>${table}${isFolded ? renderFolded(passing) : ""}</section>`;
}

/** Every gate by family: what it measured, what was asked, why, and where; what needs somebody first. */
export function renderGates(record: RunRecord): string {
  const families = groupByFamily(listVerdicts(record), ({ verdict }) => verdict);
  if (families.length === 0) return "";
  return `<section aria-labelledby="gates"><h2 id="gates">Gates</h2>${families.map(renderFamily).join("")}</section>`;
}

function renderFamilyLine({ family, open, passing }: FamilyVerdicts<JudgedGate>): string {
  const counts = countVerdicts([...open, ...passing].map(({ verdict }) => verdict)).map(({ status, count }) => {
    const mood = VERDICT_MOODS[status];
    return `<li class="m-${mood}">${renderSign(mood)}<b>${count}</b> ${VERDICT_TEXT[status]}</li>`;
  });
  return `<li><a href="#family-${family}">${FAMILY_TEXT[family]}</a><ul>${counts.join("")}</ul></li>`;
}

/** One line per family: how many of its gates say what. */
export function renderVerdicts(record: RunRecord): string {
  const families = groupByFamily(listVerdicts(record), ({ verdict }) => verdict);
  const list =
    families.length === 0
      ? '<p class="card empty">No gate gave a verdict in this run.</p>'
      : `<ul class="families card">${families.map(renderFamilyLine).join("")}</ul>`;
  return `<section aria-labelledby="verdicts"><h2 id="verdicts">Verdicts</h2>${list}</section>`;
}
