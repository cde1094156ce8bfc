/** "1 file", "2 files". */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** A list of Markdown lines, at most `most`; says how many are left out. "" for none. */
export function renderList(lines: readonly string[], most: number): string {
  const rest = lines.length > most ? [`and ${lines.length - most} more`] : [];
  return [...lines.slice(0, most), ...rest].map((line) => `- ${line}\n`).join("");
}

/** A table of Markdown cells, at most `most` rows; says how many are left out. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[], most: number): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |\n`;
  const rest = rows.length > most ? `\nand ${rows.length - most} more\n` : "";
  return line(head) + line(head.map(() => "---")) + rows.slice(0, most).map(line).join("") + rest;
}
