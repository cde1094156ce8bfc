/** What a gate can say. Nothing unmeasured passes. */
export type VerdictStatus = "pass" | "fail" | "not-measured" | "waived";

/** What gates are about: code and coverage; vulnerabilities and dependencies; load; tests. An environment requires whole families. */
export type GateFamily = "code" | "security" | "performance" | "functional";

/** Who set a gate aside, why, and until when (ISO 8601 date, inclusive). A waiver lapses. */
export interface Waiver {
  readonly owner: string;
  readonly reason: string;
  readonly until: string;
}

/** One place that makes a verdict what it is. */
export interface Offender {
  /** Path relative to the repository's root. */
  readonly file: string;
  /** 1-based; left out where the whole file is meant. */
  readonly line?: number;
  readonly message: string;
}

/** The answer of one gate. `figure` and `threshold` are printable, with their units ("83.2 %", ">= 80 %"). */
export interface Verdict {
  readonly gate: string;
  readonly family: GateFamily;
  readonly status: VerdictStatus;
  readonly figure?: string;
  readonly threshold: string;
  /** One sentence a person can act on. */
  readonly reason: string;
  /** A required gate that fails, or is not measured, stops what needs it. */
  readonly isRequired: boolean;
  /** Of a gate that is not measured, and need not be here: an environment that asks for it, and so measures it. */
  readonly askedIn?: string;
  /** Worst first. */
  readonly offenders: readonly Offender[];
  readonly waiver?: Waiver;
}
