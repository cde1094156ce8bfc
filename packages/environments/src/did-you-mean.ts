/**
 * The known word that a mistyped one most likely stands for; undefined where none is near: at most two letters
 * in three may stay, rounded down, and at least one. Case, "-" and "_" do not count.
 * Example: didYouMean("webcuont", ["web_count", "strategy"]) gives "web_count".
 */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  const typed = letters(word);
  const limit = Math.max(1, Math.floor(typed.length / 3));
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(typed, letters(candidate)) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance);
  return ranked[0]?.candidate;
}

function letters(word: string): string {
  return word.toLowerCase().replace(/[-_]/g, "");
}

/** Insertions, deletions and replacements between two words. Source: Wagner and Fischer, 1974. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + Number(from[row - 1] !== to[column - 1]);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}
