import { expect, test } from "vitest";
import { parseRoutes } from "./routes.ts";

const ADDRESS = "http://127.0.0.1:41001";
const aRoute = (changes: object = {}): object => ({ id: "a", weightPercent: 100, addresses: [ADDRESS], ...changes });

test("routes that keep the rules are taken as they are", () => {
  const routes = { revision: 3, releases: [aRoute({ weightPercent: 90 }), aRoute({ id: "b", weightPercent: 10 })] };
  expect(parseRoutes(routes)).toEqual({ ok: true, value: routes });
});

test("no releases at all are routes: nothing is deployed", () => {
  expect(parseRoutes({ revision: 0, releases: [] }).ok).toBe(true);
});

test("a warm release has weight 0 and may have no process yet", () => {
  const releases = [aRoute(), aRoute({ id: "warm", weightPercent: 0, addresses: [] })];
  expect(parseRoutes({ revision: 1, releases }).ok).toBe(true);
});

test("an address that is listed twice counts once", () => {
  const parsed = parseRoutes({ revision: 1, releases: [aRoute({ addresses: [ADDRESS, ADDRESS] })] });
  expect(parsed.ok && parsed.value.releases[0]?.addresses).toEqual([ADDRESS]);
});

test("every problem is reported, each with its place", () => {
  const releases = [aRoute({ id: "", weightPercent: 101 }), aRoute({ addresses: ["https://shop.example"] }), 7];
  expect(parseRoutes({ revision: -1, releases })).toEqual({
    ok: false,
    error: [
      "revision: expected an integer >= 0",
      "releases[0].id: expected a text",
      "releases[0].weightPercent: expected a number from 0 to 100",
      "releases[1].addresses: expected a list of origins such as http://127.0.0.1:41001",
      "releases[2].id: expected a text",
      "releases[2].weightPercent: expected a number from 0 to 100",
      "releases[2].addresses: expected a list of origins such as http://127.0.0.1:41001",
    ],
  });
});

test.each([
  ["weights below 100", [aRoute({ weightPercent: 99 })], "releases: weights sum to 99, expected 100"],
  [
    "weights above 100",
    [aRoute(), aRoute({ id: "b", weightPercent: 1 })],
    "releases: weights sum to 101, expected 100",
  ],
  [
    "an id that is listed twice",
    [aRoute({ weightPercent: 50 }), aRoute({ weightPercent: 50 })],
    "releases: an id is listed twice",
  ],
  [
    "a weight without a process",
    [aRoute({ addresses: [] })],
    "releases[0].addresses: a release with a weight needs at least one",
  ],
])("%s is refused", (_, releases, problem) => {
  expect(parseRoutes({ revision: 1, releases })).toEqual({ ok: false, error: [problem] });
});

test.each([null, "routes", [], { revision: 1 }])("%j are no routes", (value) => {
  expect(parseRoutes(value).ok).toBe(false);
});
