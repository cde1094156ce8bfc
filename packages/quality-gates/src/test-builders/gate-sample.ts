import type { History } from "../gate.ts";
import type { Gate } from "../judge-gate.ts";
import type { SourceFile } from "../source-file.ts";

/** A gate that passes on what it is given, so that each way of taking something away can be seen. */
export interface GateSample {
  readonly name: string;
  readonly gate: Gate;
  /** Every report that the gate reads, whole. */
  readonly files: Readonly<Record<string, string>>;
  readonly sources?: readonly SourceFile[];
  /** Files of the tree itself that the gate reads, whole. */
  readonly treeFiles?: Readonly<Record<string, string>>;
  readonly history?: Partial<History>;
  /** Reports in which nothing was measured, by path; well formed all the same. */
  readonly nothing: Readonly<Record<string, readonly string[]>>;
}
