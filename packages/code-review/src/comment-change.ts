import { listVerdicts } from "@ecommerce-cart/reports";
import type { RunRecord } from "@ecommerce-cart/reports";
import { assessChange } from "./assess-change.ts";
import { countLines } from "./change.ts";
import type { ChangeSummary, DependencyChange, MigrationChange } from "./change.ts";
import { codeCell, codeSpan, escapeMarkdown } from "./markdown-text.ts";
import { countOf, renderList, renderTable } from "./markdown-layout.ts";

/** How much changes, how risky that is and why, and the files that change most. */
export function renderChange(change: ChangeSummary, record: RunRecord, rows: number): string {
  const { size, risk, reasons } = assessChange(
    change,
    listVerdicts(record).map(({ verdict }) => verdict),
  );
  const { added, removed } = countLines(change.files);
  const generated = change.files.filter(({ isGenerated }) => isGenerated).length;
  const moved = change.files.filter(({ previousPath }) => previousPath !== undefined).length;
  const facts = [
    `${countOf(change.files.length, "file")}, +${added} −${removed} lines`,
    moved > 0 ? `${moved} moved` : "",
    generated > 0 ? `${countOf(generated, "generated file")} not counted` : "",
    `compared with ${codeSpan(change.base)}`,
  ].filter((fact) => fact !== "");
  const why = renderList(
    reasons.map((reason) => `${escapeMarkdown(reason)}`),
    rows,
  );
  return `**Change:** ${size}, **risk ${risk}**. ${facts.join(", ")}.\n${why === "" ? "" : `\n${why}`}${renderFiles(change, rows)}`;
}

function renderFiles({ files }: ChangeSummary, rows: number): string {
  const written = files.filter(({ isGenerated }) => !isGenerated);
  if (written.length < 2) return "";
  const largest = written.toSorted((a, b) => b.addedLines + b.removedLines - a.addedLines - a.removedLines);
  const table = renderTable(
    ["File", "Added", "Removed"],
    largest.map((file) => [
      codeCell(file.path) + (file.previousPath === undefined ? "" : ` from ${codeCell(file.previousPath)}`),
      file.isBinary ? "binary" : `+${file.addedLines}`,
      file.isBinary ? "" : `−${file.removedLines}`,
    ]),
    Math.min(rows, 15),
  );
  return `\n<details><summary>${countOf(written.length, "file")}, most changed first</summary>\n\n${table}\n</details>\n`;
}

const MIGRATION_KINDS: Readonly<Record<MigrationChange["kind"], string>> = {
  added: "",
  changed: " was changed: where it has run already it does not run again; add another one",
  removed: " was removed: where it has run already nothing takes it back; add another one",
};

/** Each migration with what it takes away or locks. */
export function renderMigrations({ migrations }: ChangeSummary, rows: number): string {
  if (migrations.length === 0) return "";
  const lines = migrations.flatMap(({ path, kind, hints }) => [
    `${codeSpan(path)}${MIGRATION_KINDS[kind]}${kind === "added" && hints.length === 0 ? " only expands: the release before goes on working" : ""}`,
    ...hints.map((hint) => `${codeSpan(`${path}:${hint.line}`)} **${hint.kind}**: ${escapeMarkdown(hint.message)}`),
  ]);
  return `### Migrations\n\n${renderList(lines, rows)}`;
}

const DEPENDENCY_KINDS: Readonly<Record<DependencyChange["kind"], string>> = {
  added: "new",
  removed: "gone",
  changed: "version",
};

/** Packages that came, went or moved: what ships and is named by us first. */
export function renderDependencies({ dependencies }: ChangeSummary, rows: number): string {
  if (dependencies.length === 0) return "";
  const rank = (one: DependencyChange): number =>
    (one.kind === "added" ? 0 : 1) + (one.isDirect ? 0 : 2) + (one.isDevelopmentOnly ? 4 : 0);
  const table = renderTable(
    ["Package", "", "Before", "After", "Use"],
    dependencies
      .toSorted((a, b) => rank(a) - rank(b))
      .map((one) => [
        codeCell(one.name),
        DEPENDENCY_KINDS[one.kind],
        escapeMarkdown(one.before.join(", ")),
        escapeMarkdown(one.after.join(", ")),
        `${one.isDirect ? "direct" : "transitive"}${one.isDevelopmentOnly ? ", development" : ""}`,
      ]),
    rows,
  );
  return `### Dependencies\n\n${table}`;
}
