/** Why nothing could be measured: for people. Caught in `measureRelease`. */
export class CannotMeasure extends Error {
  constructor(message: string) {
    super(message);
    this.name = "CannotMeasure";
  }
}
