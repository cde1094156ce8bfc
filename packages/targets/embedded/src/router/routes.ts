import { err, ok } from "@ecommerce-cart/result";
import type { Result } from "@ecommerce-cart/result";

/** One release that the router knows. */
export interface ReleaseRoute {
  readonly id: string;
  /**
   * Share of new requests, 0 to 100. With 0 it gets none, but its processes are checked all the same, so that a
   * switch to it (a rollback to a warm release) waits for nothing.
   */
  readonly weightPercent: number;
  /** Origins of its web processes: "http://127.0.0.1:41001". At least one when `weightPercent` is above 0. */
  readonly addresses: readonly string[];
}

/** Where requests go. Absolute: it replaces all that was there before. */
export interface Routes {
  /** Raised by the supervisor with each change; a lower one than seen is refused, the same one is applied again. */
  readonly revision: number;
  /** Weights sum to 100. Empty: nothing is deployed, and every request is answered 503. */
  readonly releases: readonly ReleaseRoute[];
}

/** What a router routes before it was told anything. */
export const NO_ROUTES: Routes = { revision: 0, releases: [] };

const ADDRESS = /^http:\/\/(?:\d{1,3}(?:\.\d{1,3}){3}|localhost|\[[0-9a-f:]+\]):\d{1,5}$/;

/** Checks what came from outside. Returns routes, or every problem that was found, each naming its place. */
export function parseRoutes(value: unknown): Result<Routes, readonly string[]> {
  if (!isRecord(value)) return err(["routes: expected an object with revision and releases"]);
  const { revision, releases } = value;
  const problems: string[] = [];
  if (!Number.isSafeInteger(revision) || Number(revision) < 0) problems.push("revision: expected an integer >= 0");
  if (!Array.isArray(releases)) return err([...problems, "releases: expected a list"]);
  const parsed = releases.map((release, index) => parseRelease(release, `releases[${index}]`, problems));
  if (problems.length === 0) problems.push(...checkTogether(parsed));
  return problems.length > 0 ? err(problems) : ok({ revision: Number(revision), releases: parsed });
}

function parseRelease(value: unknown, place: string, problems: string[]): ReleaseRoute {
  const { id, weightPercent, addresses } = isRecord(value) ? value : {};
  if (typeof id !== "string" || id === "") problems.push(`${place}.id: expected a text`);
  if (!isPercentage(weightPercent)) problems.push(`${place}.weightPercent: expected a number from 0 to 100`);
  const list = Array.isArray(addresses) ? addresses.map(String) : [""];
  if (!list.every((address) => ADDRESS.test(address)))
    problems.push(`${place}.addresses: expected a list of origins such as http://127.0.0.1:41001`);
  if (Number(weightPercent) > 0 && list.length === 0)
    problems.push(`${place}.addresses: a release with a weight needs at least one`);
  return { id: String(id), weightPercent: Number(weightPercent), addresses: [...new Set(list)] };
}

function isPercentage(value: unknown): boolean {
  return typeof value === "number" && value >= 0 && value <= 100;
}

function checkTogether(releases: readonly ReleaseRoute[]): string[] {
  const problems: string[] = [];
  if (new Set(releases.map((release) => release.id)).size < releases.length)
    problems.push("releases: an id is listed twice");
  const sum = releases.reduce((total, release) => total + release.weightPercent, 0);
  if (releases.length > 0 && Math.abs(sum - 100) > 1e-6) problems.push(`releases: weights sum to ${sum}, expected 100`);
  return problems;
}

/** True for a JSON object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
