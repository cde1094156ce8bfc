import { writeChange } from "../change/change-report.ts";
import type { ReportedFile } from "../change/change-report.ts";
import type { LineRange } from "../change/read-unified-diff.ts";

/** Added ranges by file. */
export type Added = Readonly<Record<string, readonly LineRange[]>>;

/** Ten lines of the first sample file, nine of which are covered. */
export const SAMPLE_CHANGE: Added = { "src/file-0.ts": [[1, 10]] };

/** What the job `change` writes for these files; none of them is generated, unless `change` says so. */
export function changeOf(added: Added, change: Partial<ReportedFile> = {}): string {
  const files = Object.entries(added).map(([path, ranges]) => ({ path, added: ranges, isGenerated: false, ...change }));
  return writeChange({ kind: "change", base: "a".repeat(40), baseName: "merge base with origin/main", files });
}
