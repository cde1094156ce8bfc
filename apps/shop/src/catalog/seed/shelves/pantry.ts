import { JARS, ONE, TWO_SIZES, type SeedShelf } from "../seed-shelf.ts";

/** The Pantry shelf. */
export const PANTRY: SeedShelf = {
  slug: "pantry",
  name: "Pantry",
  code: "PAN",
  care: "Made in small batches and best kept cool and dark; once opened, eat it as if someone might come.",
  products: [
    ["Sea Salt Flakes", "tin", 650, TWO_SIZES, "Raked from shallow pans on the east shore and dried over a slow fire."],
    ["Smoked Sea Salt", "tin", 750, ONE, "The same flakes, a night above oak chips."],
    ["Seville Marmalade", "jar", 620, JARS, "Thick cut, boiled dark, bitter in the right place."],
    ["Bramble Jam", "jar", 580, JARS, "Hedgerow fruit, little sugar, all of the pips."],
    ["Heather Honey", "jar", 980, JARS, "Set and dark, from hives that summer on the moor."],
    ["Whole Grain Mustard", "jar", 540, JARS, "Stone ground with cider vinegar; stands up to ham."],
    ["Green Tomato Chutney", "jar", 590, JARS, "What the end of September tastes like, with cheddar in mind."],
    ["Pickled Samphire", "jar", 690, JARS, "Marsh samphire in a light vinegar; one for the fish."],
    ["Rapeseed Oil", "bottle", 890, TWO_SIZES, "Cold pressed, golden, and at home in a hot pan."],
    ["Cider Vinegar", "bottle", 720, TWO_SIZES, "Raw and cloudy, from windfall apples and patience."],
    ["Elderflower Cordial", "bottle", 780, ONE, "Picked before noon; one part to ten of cold water."],
    ["Ginger Syrup", "bottle", 820, ONE, "Hot enough to notice, made for tea, rum and colds."],
    ["Harbour Breakfast Tea", "tin", 850, TWO_SIZES, "Strong, brown and on your side at six in the morning."],
    ["Smoked Earl Grey", "tin", 950, TWO_SIZES, "Bergamot with a thread of pine smoke."],
    ["Dark Roast Coffee", "packet", 1100, TWO_SIZES, "Walnut and treacle; roasted on Tuesdays."],
    ["Filter Coffee", "packet", 1150, TWO_SIZES, "A lighter roast with plum in it, for slow mornings."],
    ["Oat Biscuits", "packet", 480, JARS, "Crumbly, salted, gone before the kettle boils."],
    ["Ship's Shortbread", "tin", 920, ONE, "All butter, baked hard enough for a voyage."],
    ["Sea Salt Caramels", "packet", 650, ONE, "Soft, wrapped by hand, and counted by nobody."],
    [
      "Fisherman's Chowder Kit",
      "box",
      1650,
      ONE,
      "Dried dulse, potato, barley and the recipe; bring your own haddock.",
    ],
  ],
};
