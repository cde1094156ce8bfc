/** A function that broke the rule before the rule was there. It may not get worse, and goes when it is mended. */
export interface BaselineEntry {
  readonly file: string;
  readonly function: string;
  readonly value: number;
}

/** A function that breaks the rule. */
export interface RuleBreak extends BaselineEntry {
  readonly line: number;
}

/** Breaks that count, breaks that the baseline bears, and entries of the baseline that can go. */
export interface Ratchet {
  readonly counted: readonly RuleBreak[];
  readonly borne: readonly RuleBreak[];
  readonly stale: readonly BaselineEntry[];
}

/**
 * Holds breaks against a baseline. An entry bears one function of its file and name whose value is not above its own:
 * a second one of the same name, or one that grew, counts. An entry that bears nothing is stale.
 */
export function applyBaseline(breaks: readonly RuleBreak[], baseline: readonly BaselineEntry[]): Ratchet {
  const left = [...baseline];
  const counted: RuleBreak[] = [];
  const borne: RuleBreak[] = [];
  for (const one of breaks) {
    const at = left.findIndex(
      (entry) => entry.file === one.file && entry.function === one.function && one.value <= entry.value,
    );
    if (at === -1) counted.push(one);
    else {
      borne.push(one);
      left.splice(at, 1);
    }
  }
  return { counted, borne, stale: left };
}
