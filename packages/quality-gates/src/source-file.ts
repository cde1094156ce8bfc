/** A source file of ours. */
export interface SourceFile {
  /** Relative to the root, "/" between. */
  readonly path: string;
  /** Lines that are not blank: what counts as uncovered where no report mentions the file. */
  readonly lineCount: number;
}
