import { countOf } from "./percent.ts";
import type { SourceFile } from "./source-file.ts";

const MOST_NAMED = 3;

/**
 * Why a report does not speak of every source: a phrase for people that names files it passed over; undefined where it
 * read them all. That nothing was passed over in silence is asked here, of every report that measures code.
 */
export function whyNotAllScanned(
  reportName: string,
  scanned: { readonly has: (path: string) => boolean },
  sources: readonly SourceFile[],
): string | undefined {
  if (sources.length === 0) return "There is no source file to ask about.";
  const missing = sources.filter(({ path }) => !scanned.has(path)).map(({ path }) => path);
  if (missing.length === 0) return undefined;
  const named = missing.slice(0, MOST_NAMED).join(", ");
  const rest = missing.length > MOST_NAMED ? " …" : "";
  return `${reportName} passed over ${countOf(missing.length, "source file")}: ${named}${rest}.`;
}
