/** What each task does: copies the sources of its package. */
export const BUILD_SCRIPT = "mkdir -p dist && cp -r src/. dist/";

/** What a package needs: the two before it. */
export function needsOf(packages: readonly string[], index: number): readonly string[] {
  return packages.slice(Math.max(0, index - 2), index);
}
