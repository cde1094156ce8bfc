/** A success carrying `value`. */
export interface Ok<T> {
  readonly ok: true;
  readonly value: T;
}

/** An expected failure carrying `error`. */
export interface Err<E> {
  readonly ok: false;
  readonly error: E;
}

/** What a function returns when it can fail in expected ways: `E` is a closed union with a `kind`. */
export type Result<T, E> = Ok<T> | Err<E>;

/** Wraps a success. Example: `ok(3)` is `{ ok: true, value: 3 }`. */
export function ok<T>(value: T): Ok<T> {
  return { ok: true, value };
}

/** Wraps an expected failure. Example: `err({ kind: "not-found" })`. */
export function err<E>(error: E): Err<E> {
  return { ok: false, error };
}
