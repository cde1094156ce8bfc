import { COUNTRY_CODES } from "../checkout/domain/countries.ts";

const names = new Intl.DisplayNames("en", { type: "region" });

/** Countries to choose from: code and English name, by name. */
export const COUNTRIES: readonly (readonly [code: string, name: string])[] = COUNTRY_CODES.map(
  (code) => [code, countryName(code)] as const,
).toSorted(([, left], [, right]) => left.localeCompare(right, "en"));

/** The English name of a country; the code itself where it has none. Example: "IE" gives "Ireland". */
export function countryName(code: string): string {
  return /^[A-Z]{2}$/u.test(code) ? (names.of(code) ?? code) : code;
}
