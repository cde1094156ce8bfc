/**
 * Splits a whole amount over parts in proportion to their weights.
 * Takes `total` >= 0 and weights >= 0, all safe integers (minor units); returns one share per weight, in order, that
 * sum to `total`. Throws RangeError when all weights are 0 and `total` is not: there is nobody to give it to.
 * Source: largest-remainder (Hamilton) method; ties go to the earlier part.
 * Example: `allocate(100, [1, 1, 1])` gives `[34, 33, 33]`.
 */
export function allocate(total: number, weights: readonly number[]): readonly number[] {
  // BigInt: a product of two amounts may exceed the safe integers.
  const sum = weights.reduce((rest, weight) => rest + BigInt(weight), 0n);
  if (total === 0) return weights.map(() => 0);
  if (sum === 0n) throw new RangeError(`cannot split ${total} over parts that weigh nothing`);
  const products = weights.map((weight) => BigInt(total) * BigInt(weight));
  const shares = products.map((product) => Number(product / sum));
  const left = total - shares.reduce((rest, share) => rest + share, 0);
  const byRemainder = products
    .map((product, index) => ({ index, remainder: product % sum }))
    .toSorted((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  const lucky = new Set(byRemainder.slice(0, left).map(({ index }) => index));
  return shares.map((share, index) => (lucky.has(index) ? share + 1 : share));
}
