/** Pictures that products can have; `web/pictures` draws each. */
export type PictureShape =
  | "apron"
  | "bag"
  | "basket"
  | "beanie"
  | "blanket"
  | "board"
  | "bottle"
  | "bowl"
  | "box"
  | "brush"
  | "candle"
  | "cloth"
  | "cushion"
  | "diffuser"
  | "glass"
  | "hook"
  | "jar"
  | "jug"
  | "jumper"
  | "lamp"
  | "lantern"
  | "mug"
  | "packet"
  | "pan"
  | "pendant"
  | "plate"
  | "pot"
  | "scarf"
  | "soap"
  | "tin"
  | "trowel"
  | "utensil"
  | "watering-can";

/** How a product varies: each option's title and its price in percent of the product's base price. */
export type Options = readonly (readonly [title: string, pricePercent: number])[];

/** A product to seed: title, picture, base price in minor units, options, and what is said of it. */
export type SeedProduct = readonly [
  title: string,
  shape: PictureShape,
  priceMinor: number,
  options: Options,
  blurb: string,
];

/** A category to seed. `care` closes the description of each of its products. */
export interface SeedShelf {
  readonly slug: string;
  readonly name: string;
  /** Three letters that its SKUs carry. */
  readonly code: string;
  readonly care: string;
  readonly products: readonly SeedProduct[];
}

export const ONE: Options = [["Standard", 100]];
export const SIZES: Options = [
  ["Small", 100],
  ["Medium", 135],
  ["Large", 175],
];
export const TWO_SIZES: Options = [
  ["Regular", 100],
  ["Large", 150],
];
export const SETS: Options = [
  ["Single", 100],
  ["Set of two", 190],
  ["Set of four", 360],
];
export const EARTH: Options = [
  ["Oat", 100],
  ["Slate", 100],
  ["Tide blue", 100],
  ["Moss", 100],
];
export const TWO_TONES: Options = [
  ["Natural", 100],
  ["Ink", 100],
];
export const WEAR: Options = [
  ["Small", 100],
  ["Medium", 100],
  ["Large", 100],
  ["Extra large", 100],
];
export const JARS: Options = [
  ["Jar", 100],
  ["Case of three", 280],
];
export const REFILL: Options = [
  ["With bottle", 100],
  ["Refill", 70],
];
