import { EARTH, ONE, REFILL, SETS, TWO_SIZES, TWO_TONES, type SeedShelf } from "../seed-shelf.ts";

/** The Bath & Body shelf. */
export const BATH: SeedShelf = {
  slug: "bath",
  name: "Bath & Body",
  code: "BAT",
  care: "Made without palm oil, in packaging that can be returned to us.",
  products: [
    ["Seaweed Soap", "soap", 650, SETS, "Kelp and peppermint; a bar that lasts the month."],
    ["Oatmeal Soap", "soap", 600, SETS, "Mild, plain and a little rough."],
    ["Pine Tar Soap", "soap", 700, SETS, "Smells of deck and does the work of three soaps."],
    ["Gardener's Soap", "soap", 700, SETS, "Poppy seed and rosemary for hands that have been in it."],
    ["Shaving Soap", "tin", 1200, ONE, "A close lather in a tin that survives the sink."],
    ["Shampoo Bar", "soap", 950, ONE, "Eighty washes, no bottle, good with salt water."],
    ["Hand Wash", "bottle", 1400, REFILL, "Bay and bergamot, in glass."],
    ["Hand Balm", "tin", 1100, TWO_SIZES, "Beeswax and calendula, for winter knuckles."],
    ["Body Lotion", "bottle", 1800, REFILL, "Light, quickly gone, faintly of almonds."],
    ["Bath Salts", "jar", 1600, TWO_SIZES, "A long soak after a long row."],
    ["Bath Oil", "bottle", 2200, ONE, "Lavender and cedar; three drops are enough."],
    ["Waffle Bath Towel", "cloth", 3400, EARTH, "Dries fast on the line and faster on the back."],
    ["Linen Hand Towel", "cloth", 1800, EARTH, "Rough for a week, then soft for years."],
    ["Bath Mat", "cloth", 2800, EARTH, "Thick cotton loops that stay where they are put."],
    ["Face Cloth", "cloth", 700, EARTH, "Muslin on one side, terry on the other."],
    ["Sisal Back Brush", "brush", 2400, ONE, "A long beech handle for the place between the shoulders."],
    ["Nail Brush", "brush", 1200, ONE, "Stiff bristle on one side, soft on the other."],
    ["Shaving Brush", "brush", 3200, TWO_TONES, "Synthetic bristle that holds water like badger does."],
    ["Soap Dish", "plate", 1400, TWO_TONES, "Ridged stoneware that lets a bar dry."],
    ["Toothbrush Tumbler", "mug", 1300, TWO_TONES, "Heavy in the foot and glazed all through."],
  ],
};
