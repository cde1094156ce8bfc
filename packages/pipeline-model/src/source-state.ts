/** The commit that a run measures. */
export interface SourceState {
  /** 40 hexadecimal digits. */
  readonly commit: string;
  /** True when the work tree differs from the commit; such a release cannot be promoted. */
  readonly isDirty: boolean;
  /** Undefined when HEAD is detached and no CI variable names the branch. */
  readonly branch?: string;
  /** "abc1234" or "abc1234-dirty". */
  readonly label: string;
}
