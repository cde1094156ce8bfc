import type { Offender, Verdict } from "@ecommerce-cart/pipeline-model";
import type { RunRecord } from "./run-record.ts";
import { renderSign, VERDICT_MOODS } from "./html-signs.ts";
import { escapeHtml, jobAnchor } from "./html-text.ts";
import { countOf, listVerdicts, VERDICT_TEXT } from "./wording.ts";

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

function renderRow(job: string, verdict: Verdict): string {
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

/** The gates with what they measured, what was asked, why, and where; what needs somebody first. */
export function renderGates(record: RunRecord): string {
  const verdicts = listVerdicts(record);
  const rows = verdicts.map(({ job, verdict }) => renderRow(job, verdict)).join("");
  // On a phone the rows are laid out as blocks, which takes their meaning from some screen readers: roles give it back.
  const head = `<thead role="rowgroup"><tr role="row">${["Verdict", "Gate", "Figure", "Asked", "Why"].map((text) => `<th role="columnheader" scope="col">${text}</th>`).join("")}</tr></thead>`;
  const table =
    verdicts.length === 0
      ? '<p class="card empty">No gate gave a verdict in this run.</p>'
      : `<div class="card"><table role="table" class="gates">${head}<tbody role="rowgroup">${rows}</tbody></table></div>`;
  return `<section aria-labelledby="gates"><h2 id="gates">Verdicts</h2>${table}</section>`;
}
