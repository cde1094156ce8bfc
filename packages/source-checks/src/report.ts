/** One mistake, and where it is. */
export interface Mistake {
  /** 1-based, in the text as it was given. */
  readonly line: number;
  /** 1-based, in characters. */
  readonly column: number;
  /** Characters that are wrong, 1 or more; past the end of the line where something is missing. */
  readonly length: number;
  /** What is wrong and what to write instead. */
  readonly message: string;
}

/** Every mistake of one text, and the text put right. */
export interface CheckReport {
  /** "branch name" or "commit message". */
  readonly subject: string;
  readonly text: string;
  /** In the order of the text. */
  readonly mistakes: readonly [Mistake, ...Mistake[]];
  /** Made of the writer's own words; passes the check. */
  readonly example: string;
}
