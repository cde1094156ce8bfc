import { EARTH, ONE, TWO_TONES, WEAR, type SeedShelf } from "../seed-shelf.ts";

/** The Harbour Wear shelf. */
export const WEAR_SHELF: SeedShelf = {
  slug: "wear",
  name: "Harbour Wear",
  code: "WEA",
  care: "Cut generously; wash cool and dry flat.",
  products: [
    ["Fisherman's Jumper", "jumper", 11800, WEAR, "Six-ply wool in a stitch that sheds spray."],
    ["Gansey", "jumper", 14600, WEAR, "Knitted in the round, with the pattern of this harbour and no other."],
    ["Merino Crew Neck", "jumper", 8900, WEAR, "The thin one that goes under everything."],
    ["Shawl Collar Cardigan", "jumper", 13200, WEAR, "Horn buttons and pockets for both hands."],
    ["Roll Neck Jumper", "jumper", 9800, WEAR, "Lambswool, close at the neck, long in the cuff."],
    ["Breton Top", "jumper", 4800, WEAR, "Heavy cotton, a boat neck and the right number of stripes."],
    ["Smock", "jumper", 7200, WEAR, "Canvas over the head, two deep pockets, paint welcome."],
    ["Watch Cap", "beanie", 2600, EARTH, "Ribbed, turned up once, kept for years."],
    ["Bobble Hat", "beanie", 2800, EARTH, "The bobble comes off for washing and for dignity."],
    ["Fisherman's Beanie", "beanie", 2400, EARTH, "Short, above the ears, a little rakish."],
    ["Lambswool Scarf", "scarf", 3800, EARTH, "Long enough to go round twice."],
    ["Linen Scarf", "scarf", 3200, EARTH, "For sun, wind and carrying shells."],
    ["Cable Scarf", "scarf", 4400, TWO_TONES, "Thick cables that close the gap in a coat."],
    ["Merino Snood", "scarf", 2600, TWO_TONES, "Warm to the ears, free at the chin, impossible to lose on a boat."],
    ["Canvas Apron", "apron", 4200, TWO_TONES, "Cross back, brass rings, pockets for a pencil and a peg."],
    ["Linen Apron", "apron", 4600, EARTH, "Ties in front; soft from the first day."],
    ["Waxed Apron", "apron", 6200, ONE, "For fish, mud and firewood."],
    ["Canvas Tote", "bag", 2400, TWO_TONES, "Carries a week of shopping and folds to nothing."],
    ["Waxed Duffel", "bag", 9800, TWO_TONES, "A weekend in one bag; the zip is covered against rain."],
    ["Rope Handle Bag", "bag", 5200, EARTH, "Striped canvas, rope through brass eyes, beach to town."],
  ],
};
