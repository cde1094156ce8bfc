/** "skipped" covers todo and every other way of not running on purpose; a test that did not finish is failed. */
export type TestStatus = "passed" | "failed" | "skipped";

/** One test as its report tells it. */
export interface TestCase {
  readonly name: string;
  readonly status: TestStatus;
  /** Relative to the root where the reader knew it; left out where the report does not say. */
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  /** First line of the failure, or why it was skipped. */
  readonly message?: string;
  /** It failed, and passed when it was run again: its status is "passed", its message the failure. */
  readonly isFlaky?: true;
}

/** What a run of tests reported. */
export interface TestResults {
  readonly cases: readonly TestCase[];
  /** What failed outside of any test: a file that does not load, a hook. Each counts as a failure. */
  readonly failuresOutsideTests: readonly TestCase[];
}

/** The first line of a failure that says something, at most 200 characters. */
export function firstLineOf(message: string): string {
  const line = message.split("\n").find((candidate) => candidate.trim() !== "") ?? "";
  return line.trim().slice(0, 200);
}
