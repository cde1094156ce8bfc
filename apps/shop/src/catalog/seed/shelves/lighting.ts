import { ONE, SIZES, TWO_SIZES, TWO_TONES, type SeedShelf } from "../seed-shelf.ts";

/** The Lighting shelf. */
export const LIGHTING: SeedShelf = {
  slug: "lighting",
  name: "Lighting",
  code: "LIG",
  care: "Wired by hand and tested twice; takes a warm LED bulb, which is included.",
  products: [
    [
      "Harbour Table Lamp",
      "lamp",
      8800,
      TWO_TONES,
      "A stoneware base and a linen drum, with the switch where a hand looks for it.",
    ],
    ["Reading Lamp", "lamp", 7600, TWO_TONES, "Tilts, turns and stays; light on the page and not on the sleeper."],
    ["Bedside Lamp", "lamp", 5400, TWO_TONES, "Small and round, dims to the glow of a boat at anchor."],
    ["Turned Ash Lamp", "lamp", 9400, TWO_SIZES, "One piece of ash, oiled, with a pleated shade."],
    ["Glass Float Lamp", "lamp", 8200, TWO_TONES, "A fishing float that came ashore and learned to shine."],
    ["Tripod Floor Lamp", "lamp", 16800, TWO_TONES, "Three oak legs and a shade as wide as an armchair."],
    ["Arc Floor Lamp", "lamp", 18900, ONE, "Reaches over the sofa from a slate foot."],
    ["Rattan Pendant", "pendant", 7200, SIZES, "Throws a woven shadow over the whole ceiling."],
    ["Enamel Pendant", "pendant", 6400, TWO_TONES, "A work light for the kitchen table, white inside."],
    ["Paper Pendant", "pendant", 2800, SIZES, "Folds flat, opens like a shell."],
    ["Blown Glass Pendant", "pendant", 9800, TWO_TONES, "Each one slightly out of round, on purpose."],
    ["Linen Drum Pendant", "pendant", 6800, SIZES, "A soft ring of light above the table."],
    ["Bulkhead Wall Light", "lantern", 5900, TWO_TONES, "From the ship's passage to the back door; keeps out rain."],
    ["Swing Arm Wall Light", "lamp", 8400, TWO_TONES, "Pulls out over the chair and folds away at night."],
    ["Storm Lantern", "lantern", 3800, TWO_SIZES, "A glass chimney, a wire guard, a steady flame in wind."],
    ["Rechargeable Lantern", "lantern", 4900, TWO_TONES, "Twelve hours of camp light, and it charges a telephone."],
    ["Ship's Lamp", "lantern", 6900, ONE, "Brass, gimballed, level on any wall."],
    ["String of Harbour Lights", "pendant", 3400, TWO_SIZES, "Warm bulbs on a black cord, for the yard."],
    ["Dimmable Bulb", "pendant", 900, ONE, "A filament LED as warm as the old sort."],
    ["Linen Lampshade", "lamp", 3200, SIZES, "A plain drum that suits the base you have."],
  ],
};
