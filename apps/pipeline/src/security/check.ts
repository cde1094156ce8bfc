import type { Severity } from "@ecommerce-cart/quality-gates";
import type { ScanAnswer, ScanRequest, Send } from "./scan-target.ts";

/** Something wrong with an answer. */
export interface Fault {
  readonly severity: Severity;
  readonly title: string;
}

/** One request, and what its answer must not show. */
export interface Probe {
  readonly request: ScanRequest;
  readonly judge: (answer: ScanAnswer) => readonly Fault[];
}

/** What a check asks of a shop; some ask more after what they learnt. */
export type Check = (target: ScanTarget) => readonly Probe[] | Promise<readonly Probe[]>;

/** The shop that is scanned. */
export interface ScanTarget {
  readonly send: Send;
  /** What shoppers type; by https some more flags and headers are asked for. */
  readonly publicUrl: string;
}
