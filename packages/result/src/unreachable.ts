/**
 * The last branch of an exhaustive switch: does not compile when a member of the union is unhandled.
 * Throws Error when it is reached all the same, which is a bug (data that does not match its type).
 */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
