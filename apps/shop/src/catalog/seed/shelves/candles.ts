import { ONE, SETS, SIZES, TWO_SIZES, TWO_TONES, type SeedShelf } from "../seed-shelf.ts";

/** The Candles & Scent shelf. */
export const CANDLES: SeedShelf = {
  slug: "candles",
  name: "Candles & Scent",
  code: "CAN",
  care: "Trim the wick to five millimetres; burn to the edge the first time.",
  products: [
    ["Beeswax Pillar Candle", "candle", 1800, SIZES, "Pure wax that smells of summer before it is lit."],
    ["Beeswax Dinner Candle", "candle", 650, SETS, "Ten hours, no drip, a flame that stands up straight."],
    ["Driftwood Candle", "candle", 2600, TWO_SIZES, "Salt, cedar and a far-off bonfire, in a stoneware cup."],
    ["Peat Smoke Candle", "candle", 2600, TWO_SIZES, "The first cold evening, with the door just closed."],
    ["Sea Fennel Candle", "candle", 2400, TWO_SIZES, "Green and sharp: a cliff path in May."],
    ["Fig Leaf Candle", "candle", 2400, TWO_SIZES, "The warm side of a garden wall."],
    ["Winter Orange Candle", "candle", 2400, TWO_SIZES, "Clove, peel and the last of the mulled wine."],
    ["Storm Candle", "candle", 1400, ONE, "Thirty hours in a lidded tin, for when the lights go."],
    ["Tealight Box", "box", 950, ONE, "Twenty-four small lights in cups that can be used again."],
    ["Sea Fennel Diffuser", "diffuser", 3200, TWO_SIZES, "Reeds in a glass bottle; turn them on Sundays."],
    ["Cedar Diffuser", "diffuser", 3200, TWO_SIZES, "A boatbuilder's shed, without the splinters."],
    ["Linen Cupboard Diffuser", "diffuser", 2900, ONE, "Lavender, starch and sun on cotton."],
    ["Room Mist", "bottle", 1900, TWO_SIZES, "Two pumps after cooking fish."],
    ["Incense Cones", "packet", 900, ONE, "Juniper and resin, hand pressed, twenty to the box."],
    ["Candle Snuffer", "utensil", 1600, TWO_TONES, "Ends the evening without a puff of smoke."],
    ["Wick Trimmer", "utensil", 1400, ONE, "Angled to reach the bottom of a deep jar."],
    ["Brass Candlestick", "candle", 3600, SIZES, "Turned, unlacquered, and better with fingerprints."],
    ["Stoneware Chamberstick", "mug", 2400, TWO_TONES, "A saucer, a socket and a ring for the finger."],
    ["Wax Melts", "soap", 800, ONE, "Six scented squares for the burner."],
    ["Match Striker Jar", "jar", 1700, TWO_TONES, "Rough at the foot to strike on, full of long matches."],
  ],
};
