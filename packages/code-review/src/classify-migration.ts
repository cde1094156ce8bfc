import type { MigrationHint } from "./change.ts";

type Rule = readonly [kind: MigrationHint["kind"], form: RegExp, message: string];

const CONTRACT_LATER = "ship it after the release that no longer needs it serves everywhere and cannot be rolled back";

/** What breaks the release before, or makes requests wait. Source: PostgreSQL 18, "ALTER TABLE", "Explicit Locking". */
const RULES: readonly Rule[] = [
  [
    "contract",
    /\bdrop\s+(?:table|column|view|type|schema|materialized\s+view)\b/,
    `removes what the release before may read: ${CONTRACT_LATER}`,
  ],
  [
    "contract",
    /\balter\s+table\b[^;]*?\bdrop\s+(?!column|constraint|default|not\s+null|expression|identity)/,
    `removes a column: ${CONTRACT_LATER}`,
  ],
  [
    "contract",
    /\brename\b/,
    "renames what the release before knows by its old name: add the new one, write both, drop the old one later",
  ],
  [
    "contract",
    /\balter\s+(?:column\s+)?\S+\s+(?:set\s+data\s+)?type\b/,
    "changes a column's type: add a new column, fill it, and move over",
  ],
  [
    "contract",
    /\bset\s+not\s+null\b/,
    "refuses rows that the release before may still write: ship it once nothing writes null",
  ],
  [
    "contract",
    /\badd\s+(?:column\s+)?(?:if\s+not\s+exists\s+)?(?!constraint\b)\S+\s(?![^,;]*\bdefault\b)(?![^,;]*\bgenerated\b)[^,;]*\bnot\s+null\b/,
    "adds a column that the release before does not fill: give it a default",
  ],
  ["contract", /\btruncate\b/, "empties a table that the release before reads"],
  [
    "lock",
    /\bcreate\s+(?:unique\s+)?index\s+(?!concurrently\b)/,
    "locks the table against writes while it builds the index: CREATE INDEX CONCURRENTLY, unless the table is new or small",
  ],
  [
    "lock",
    /\badd\s+constraint\b(?![^;]*\bnot\s+valid\b)[^;]*\b(?:check|foreign\s+key)\b/,
    "reads the whole table under a lock: NOT VALID first, VALIDATE CONSTRAINT later",
  ],
];

/**
 * What in a migration's SQL (PostgreSQL) is no plain expansion, by line. A hint, not a proof: statements are told by
 * their words; comments and texts in quotes are left out, and what happens to a table that the same file creates.
 */
export function classifyMigration(sql: string): readonly MigrationHint[] {
  const plain = withoutTexts(sql).toLowerCase();
  const created = new Set(
    [...plain.matchAll(/\bcreate\s+table\s+(?:if\s+not\s+exists\s+)?([^\s(]+)/g)].map(([, name]) => name),
  );
  let from = 0;
  return plain.split(";").flatMap((statement) => {
    const start = from;
    from += statement.length + 1;
    const table = /\b(?:alter\s+table(?:\s+only)?(?:\s+if\s+exists)?|\bon(?:\s+only)?)\s+([^\s(]+)/.exec(
      statement,
    )?.[1];
    if (table !== undefined && created.has(table)) return [];
    return RULES.flatMap(([kind, form, message]) => {
      const found = form.exec(statement);
      return found === null ? [] : [{ line: lineOf(plain, start + found.index), kind, message }];
    }).filter(
      (hint, index, all) => all.findIndex(({ line, kind }) => line === hint.line && kind === hint.kind) === index,
    );
  });
}

function lineOf(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}

/** Comments and quoted texts as blanks of the same length, so that places stay. */
function withoutTexts(sql: string): string {
  const form = /--[^\n]*|\/\*[^]*?(?:\*\/|$)|'(?:[^']|'')*'|\$(\w*)\$[^]*?\$\1\$/g;
  return sql.replace(form, (text) => text.replace(/[^\n]/g, " "));
}
