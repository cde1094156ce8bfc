/** What `run` and `up` have in common, as the command line gives it. */
export interface RunFlags {
  readonly environment: string;
  readonly keepGoing?: true;
  readonly force?: true;
  readonly json?: true;
  /** Seconds. */
  readonly wait?: string;
  readonly verbose?: true;
}

/** What `run` takes. */
export interface RunCommandFlags extends RunFlags {
  readonly forBranch?: true;
}

/** What they are where the command line names none. */
export const DEFAULT_RUN_FLAGS: RunFlags = { environment: "development" };

/** What `up` takes. */
export interface UpFlags extends RunFlags {
  readonly detach?: true;
  readonly port?: string;
}
