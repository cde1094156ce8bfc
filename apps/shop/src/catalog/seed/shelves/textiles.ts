import { EARTH, ONE, SIZES, TWO_SIZES, TWO_TONES, type SeedShelf } from "../seed-shelf.ts";

/** The Blankets & Cushions shelf. */
export const TEXTILES: SeedShelf = {
  slug: "textiles",
  name: "Blankets & Cushions",
  code: "TEX",
  care: "Woven from traceable wool and linen. Air it often, wash it rarely, cool.",
  products: [
    ["Herringbone Throw", "blanket", 7800, EARTH, "Lambswool with a purled fringe, the size of a sofa and its owner."],
    ["Fisherman's Rib Blanket", "blanket", 9600, EARTH, "Knitted rib that stretches over four feet and a dog."],
    ["Hearth Blanket", "blanket", 11200, EARTH, "Double weave, two sides, for the chair nearest the fire."],
    [
      "Recycled Wool Picnic Rug",
      "blanket",
      5400,
      EARTH,
      "Spun from mill ends, backed against damp, with leather straps.",
    ],
    ["Linen Bedspread", "blanket", 14200, TWO_SIZES, "Stonewashed, heavy enough to stay, light enough for June."],
    ["Baby Blanket", "blanket", 4200, TWO_TONES, "Merino so fine that it passes the cheek test."],
    ["Lighthouse Stripe Cushion", "cushion", 3600, TWO_TONES, "Broad stripes on heavy canvas, with a feather pad."],
    ["Linen Cushion", "cushion", 3200, EARTH, "Softens with every afternoon nap; the zip hides in the seam."],
    ["Bolster Cushion", "cushion", 4400, TWO_TONES, "For the small of the back, or the end of the bench."],
    ["Boucle Cushion", "cushion", 3900, EARTH, "Loops like a sheep that has just been for a walk."],
    ["Floor Cushion", "cushion", 6800, TWO_TONES, "Firm enough to sit on for a whole film."],
    ["Window Seat Pad", "cushion", 5200, SIZES, "Buttoned, reversible, cut to the usual sills."],
    ["Washed Linen Sheet", "cloth", 8400, TWO_SIZES, "Flat, generous, and cool in July."],
    ["Linen Pillowcase", "cloth", 2400, EARTH, "Envelope close, no buttons to sleep on."],
    ["Linen Tablecloth", "cloth", 6400, SIZES, "Mitred corners and a hang that needs no iron."],
    ["Linen Napkin", "cloth", 900, EARTH, "Large enough to be tucked in without shame."],
    ["Wool Seat Cover", "cloth", 2600, EARTH, "A felted round for the cold kitchen chair."],
    ["Door Draught Snake", "cushion", 2800, ONE, "Filled with buckwheat; ends the argument about the hall."],
    ["Hot Water Bottle Cover", "cloth", 2900, EARTH, "Cable knit, with a drawstring and a bottle inside."],
    ["Merino Wrap", "scarf", 5800, TWO_TONES, "For shoulders that find the cold end of the sofa."],
  ],
};
