import { ONE, SETS, SIZES, TWO_SIZES, TWO_TONES, type SeedShelf } from "../seed-shelf.ts";

/** The Baskets & Storage shelf. */
export const STORAGE: SeedShelf = {
  slug: "storage",
  name: "Baskets & Storage",
  code: "STO",
  care: "Strong enough to carry, good enough to leave in sight.",
  products: [
    ["Willow Log Basket", "basket", 6800, SIZES, "Takes an evening of logs; the handles are bound in hide."],
    ["Seagrass Basket", "basket", 2900, SIZES, "Soft-sided, for toys, wool and things on their way upstairs."],
    ["Laundry Basket", "basket", 5600, TWO_TONES, "A cotton bag inside, a lid on top."],
    ["Market Basket", "basket", 3800, TWO_SIZES, "Flat base, long handles, room for leeks."],
    ["Bread Basket", "basket", 2200, TWO_SIZES, "Oval willow with a linen that folds over."],
    ["Rope Bowl", "basket", 1800, SIZES, "Coiled cotton rope, stitched round and round."],
    ["Bicycle Basket", "basket", 4400, ONE, "Leather straps, wicker body, holds a loaf and a paper."],
    ["Oak Crate", "box", 3400, SIZES, "Dovetailed, stacks, and was never a wine box."],
    ["Bread Bin", "box", 4600, TWO_TONES, "Enamel, with a board for a lid."],
    ["Tool Box", "box", 3900, ONE, "Ash and steel; the tray lifts out."],
    ["Sewing Box", "box", 4800, ONE, "Opens in three steps and shows everything."],
    ["Letter Box", "box", 2600, ONE, "For keys, post and the things in between."],
    ["Spice Tin Set", "tin", 3200, ONE, "Seven tins in a round one, with room to label."],
    ["Tea Caddy", "tin", 1600, TWO_TONES, "A lid that sighs as it closes."],
    ["Storage Jar", "jar", 1400, SIZES, "Recycled glass and a cork from the south."],
    ["Preserving Jar", "jar", 750, SETS, "A wire clip, a rubber ring, a good seal."],
    ["Brass Wall Hook", "hook", 1100, SETS, "Cast, unpolished, rated for a wet coat."],
    ["Peg Rail", "hook", 4200, SIZES, "Turned pegs on a beech rail, screws included."],
    ["Coat Rack", "hook", 6400, ONE, "Five hooks and a shelf for hats."],
    ["Key Hook", "hook", 900, TWO_TONES, "A small brass cleat beside the door."],
  ],
};
