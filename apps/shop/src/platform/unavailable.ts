/** Something outside that an answer needs is away for now; answered 503 with Retry-After. `cause` goes to the log only. */
export class Unavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "Unavailable";
  }
}
