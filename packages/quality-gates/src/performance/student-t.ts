/**
 * The two-sided quantile of Student's t: |T| stays below it with probability `confidence` (0 to 1, exclusive), for a
 * whole number of degrees of freedom from 1 on. Example: `studentT(0.95, 9)` is 2.262.
 * Source: Abramowitz & Stegun 26.7.3 and 26.7.4, exact for whole degrees; solved by bisection.
 */
export function studentT(confidence: number, degreesOfFreedom: number): number {
  let low = 0;
  let high = 1;
  while (probabilityWithin(high, degreesOfFreedom) < confidence) high *= 2;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (probabilityWithin(middle, degreesOfFreedom) < confidence) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** P(|T| <= t). */
function probabilityWithin(t: number, degreesOfFreedom: number): number {
  const angle = Math.atan(t / Math.sqrt(degreesOfFreedom));
  const cosineSquared = Math.cos(angle) ** 2;
  const isOdd = degreesOfFreedom % 2 === 1;
  let term = isOdd ? Math.cos(angle) : 1;
  let sum = degreesOfFreedom === 1 ? 0 : term;
  for (let step = isOdd ? 3 : 2; step <= degreesOfFreedom - 2; step += 2) {
    term *= ((step - 1) / step) * cosineSquared;
    sum += term;
  }
  return isOdd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}
