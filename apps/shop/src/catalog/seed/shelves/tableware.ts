import { ONE, SETS, TWO_SIZES, TWO_TONES, type SeedShelf } from "../seed-shelf.ts";

/** The Tableware shelf. */
export const TABLEWARE: SeedShelf = {
  slug: "tableware",
  name: "Tableware",
  code: "TAB",
  care: "Thrown in small batches, so no two are quite alike. Safe in the dishwasher.",
  products: [
    ["Salt-Glazed Mug", "mug", 1600, SETS, "Speckled like a gull's egg, with a handle for three fingers."],
    ["Harbour Mug", "mug", 1450, SETS, "The one everybody reaches for first: wide, low and hard to knock over."],
    ["Espresso Cup", "mug", 1100, SETS, "Thick walls for a short coffee that stays hot to the end."],
    [
      "Fisherman's Tea Mug",
      "mug",
      1800,
      TWO_TONES,
      "Half a litre of tea, and a foot ring that does not mark the table.",
    ],
    ["Tide Bowl", "bowl", 1700, SETS, "Glaze pools deep blue in the middle and breaks pale at the rim."],
    ["Porridge Bowl", "bowl", 1500, SETS, "Steep sides for chasing the last spoonful."],
    ["Pasta Bowl", "bowl", 1900, SETS, "Shallow and wide, half plate and half bowl, as supper should be."],
    ["Ramen Bowl", "bowl", 2300, SETS, "Tall, footed, with a notch where the chopsticks rest."],
    ["Dinner Plate", "plate", 1800, SETS, "A flat centre and a soft rim; stacks without a wobble."],
    ["Side Plate", "plate", 1200, SETS, "For toast, for cake, for the half that you meant to leave."],
    ["Oval Platter", "plate", 4600, TWO_SIZES, "Long enough for a bass with its head on."],
    ["Cake Stand", "plate", 5200, ONE, "A turned ash stem and a plate that lifts off for washing."],
    ["Sea Glass Tumbler", "glass", 1200, SETS, "Recycled glass with the green left in and the odd bubble."],
    ["Stemless Wine Glass", "glass", 1400, SETS, "Sits low on a picnic rug and fits the shelf."],
    ["Ribbed Water Glass", "glass", 950, SETS, "Moulded ribs that hold the light and the hand."],
    ["Carafe and Cup", "bottle", 3400, ONE, "For the bedside: the cup turns over and becomes the lid."],
    ["Creamer", "jug", 1900, TWO_TONES, "A small jug that pours in a thread and stops when told."],
    ["Table Pitcher", "jug", 4100, TWO_TONES, "Two litres of lemonade, with a lip that catches the ice."],
    ["Butter Dish", "box", 2900, TWO_TONES, "A deep lid over a whole block; the knob is a pebble."],
    ["Egg Cup", "pot", 850, SETS, "A firm seat and a saucer edge for the shell."],
  ],
};
