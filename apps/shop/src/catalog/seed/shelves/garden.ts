import { ONE, SETS, SIZES, TWO_SIZES, TWO_TONES, type SeedShelf } from "../seed-shelf.ts";

/** The Garden shelf. */
export const GARDEN: SeedShelf = {
  slug: "garden",
  name: "Garden",
  code: "GAR",
  care: "Made to be left out, and to look the better for it.",
  products: [
    ["Terracotta Long Tom", "pot", 1400, SIZES, "Tall and narrow, for roots that go down."],
    ["Terracotta Herb Pot", "pot", 950, SETS, "Three rosemarys' worth of clay, frost proof to minus ten."],
    ["Glazed Planter", "pot", 4200, SIZES, "Tide-blue glaze, a hole below and a saucer to match."],
    ["Hanging Planter", "basket", 2600, TWO_SIZES, "Woven rope and a liner, for ferns in the porch."],
    ["Zinc Trough", "box", 3800, TWO_SIZES, "Holds a row of lettuce or a very long lavender."],
    ["Long-Spout Watering Can", "watering-can", 4400, TWO_TONES, "Balanced full or empty, with a rose that rains."],
    ["Indoor Watering Can", "watering-can", 2800, TWO_TONES, "A narrow spout that finds the soil behind the leaves."],
    ["Hand Trowel", "trowel", 1900, ONE, "Forged in one piece, marked in inches for bulbs."],
    ["Hand Fork", "trowel", 1900, ONE, "Three tines for couch grass and other arguments."],
    ["Weeding Hoe", "trowel", 3400, ONE, "A thin blade that slides just under the soil."],
    ["Dibber", "trowel", 1300, ONE, "A turned ash point with rings at each depth."],
    ["Secateurs", "trowel", 3600, ONE, "Bypass blades, replaceable springs, a catch for one thumb."],
    ["Garden Twine", "tin", 700, TWO_TONES, "Jute in a tin, with a cutter in the lid."],
    ["Wildflower Seeds", "packet", 350, ONE, "Cornflower, poppy and patience; covers two square metres."],
    ["Sweet Pea Seeds", "packet", 320, ONE, "Old varieties, chosen for scent."],
    ["Kitchen Herb Seeds", "packet", 450, ONE, "Six packets: basil to thyme, with a sowing calendar."],
    ["Sea Kale Seeds", "packet", 380, ONE, "For gravel, wind and silver leaves."],
    ["Trug", "basket", 4800, TWO_SIZES, "Sweet chestnut and willow, nailed with copper."],
    ["Bird Feeder", "lantern", 2600, TWO_TONES, "Easy to fill and hard on squirrels."],
    ["Kneeling Cushion", "cushion", 2400, TWO_TONES, "Waxed canvas, wipes clean, has a handle."],
  ],
};
