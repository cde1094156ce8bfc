/** How long each part of a measurement takes. Milliseconds. */
export interface MeasurementPlan {
  readonly warmUpMs: number;
  /** Of one rate that is tried. */
  readonly stepMs: number;
  /** No further rate is tried after it. */
  readonly searchMs: number;
  readonly windowMs: number;
  /** The declared load as a part of the maximum found: a little above the half that the gates ask for. */
  readonly loadShare: number;
  readonly comparison: {
    /** Of one round. */
    readonly pairCount: number;
    /** Both releases are started anew for each, until it is clear on which side of the tolerance the ratio is. */
    readonly mostRounds: number;
    readonly blockMs: number;
    readonly warmUpMs: number;
    /** Part of the maximum, so low that nothing queues: what is compared is work, not waiting. */
    readonly loadShare: number;
  };
}

/** Requests per second. Where no rate was sustained there is still something to say about how slow a release is. */
export const LEAST_RATE = 5;

/** About 75 seconds with a comparison (170 where noise makes it a long one), about 40 without, on two cores. */
export const DEFAULT_MEASUREMENT_PLAN: MeasurementPlan = {
  warmUpMs: 3000,
  stepMs: 1500,
  searchMs: 24_000,
  windowMs: 12_000,
  loadShare: 0.55,
  comparison: { pairCount: 40, mostRounds: 4, blockMs: 300, warmUpMs: 2500, loadShare: 0.25 },
};
