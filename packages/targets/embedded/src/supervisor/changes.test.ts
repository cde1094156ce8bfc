import { expect, test } from "vitest";
import { anInstance, aRelease, aState } from "../testing/state-builders.ts";
import { acceptToken, noteHealthy, retireRelease, stageRelease, weighReleases } from "./changes.ts";

const A = aRelease("a");
const B = aRelease("b");

test("a token below the highest seen is refused, the same one is taken, a higher one is remembered", () => {
  const state = aState({ fencingToken: 5 });

  expect(acceptToken(state, 4)).toEqual({ ok: false, error: { kind: "stale-fencing-token", seen: 5 } });
  expect(acceptToken(state, 5)).toEqual({ ok: true, value: state });
  expect(acceptToken(state, 6)).toMatchObject({ ok: true, value: { fencingToken: 6 } });
});

test("a new release begins without a share, and staging it again changes its count alone", () => {
  const staged = stageRelease(aState(), A, 2);
  const weighed = aState({ releases: [{ release: A, webCount: 2, weightPercent: 100, wasHealthy: true }] });

  expect(staged.releases).toEqual([{ release: A, webCount: 2, weightPercent: 0, wasHealthy: false }]);
  expect(stageRelease(weighed, A, 3).releases).toEqual([{ ...weighed.releases[0], webCount: 3 }]);
});

test("shares are absolute: a release that is not named loses its own", () => {
  const state = aState({
    releases: [
      { release: A, webCount: 1, weightPercent: 100, wasHealthy: true },
      { release: B, webCount: 1, weightPercent: 0, wasHealthy: true },
    ],
  });

  const weighed = weighReleases(state, new Map([[B.id, 100]]));

  expect(weighed.ok && weighed.value.releases.map(({ weightPercent }) => weightPercent)).toEqual([0, 100]);
});

test("a release that was never healthy gets no share, and 0 is none", () => {
  const state = stageRelease(aState(), A, 1);

  expect(weighReleases(state, new Map([[A.id, 1]]))).toMatchObject({ error: { kind: "did-not-become-healthy" } });
  expect(weighReleases(state, new Map([[A.id, 0]]))).toMatchObject({ ok: true });
  expect(weighReleases(state, new Map([[B.id, 0]]))).toEqual({
    ok: false,
    error: { kind: "unknown-release", releaseId: B.id },
  });
});

test("a passed check is noted once, for the process and for its release", () => {
  const instance = anInstance({ releaseId: A.id });
  const state = { ...stageRelease(aState(), A, 1), instances: [instance] };

  const noted = noteHealthy(state, instance.pid);

  expect(noted.instances[0]?.wasHealthy).toBe(true);
  expect(noted.releases[0]?.wasHealthy).toBe(true);
  expect(noteHealthy(noted, instance.pid)).toBe(noted);
  expect(noteHealthy(noted, 1)).toBe(noted);
});

test("a retired release is forgotten, and an unknown one already is", () => {
  const state = stageRelease(stageRelease(aState(), A, 1), B, 1);

  expect(retireRelease(state, A.id).releases.map(({ release }) => release.id)).toEqual([B.id]);
  expect(retireRelease(retireRelease(state, A.id), A.id).releases).toHaveLength(1);
});
