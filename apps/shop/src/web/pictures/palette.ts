/** Colours of one picture, CSS hex. */
export interface Palette {
  readonly backdrop: string;
  readonly motif: string;
  readonly main: string;
  readonly shade: string;
  readonly light: string;
  readonly accent: string;
}

/** Body, shadow and highlight of the thing itself: earths, blues and greens that sit well on every backdrop. */
const GLAZES = [
  { main: "#c9824f", shade: "#9f5f35", light: "#e9b78e" },
  { main: "#3f6c80", shade: "#294c5c", light: "#8fb4c2" },
  { main: "#7d8c63", shade: "#5a6845", light: "#b9c4a0" },
  { main: "#b75b45", shade: "#8a3f2e", light: "#e0a08f" },
  { main: "#d9b56c", shade: "#ab863f", light: "#f0dcae" },
  { main: "#5d6b78", shade: "#404b55", light: "#a4b0bb" },
  { main: "#e3d8c6", shade: "#bfae93", light: "#faf5ea" },
  { main: "#86604a", shade: "#5f4231", light: "#bb9680" },
] as const;

const BACKDROPS: Readonly<Record<string, { readonly backdrop: string; readonly motif: string }>> = {
  kitchen: { backdrop: "#f3e6d4", motif: "#e6d2b7" },
  tableware: { backdrop: "#dfe8e8", motif: "#cbd9da" },
  pantry: { backdrop: "#f4e3c3", motif: "#e8d0a3" },
  textiles: { backdrop: "#ece2dc", motif: "#dccdc4" },
  candles: { backdrop: "#f1ddcf", motif: "#e4c7b3" },
  lighting: { backdrop: "#dfe0d6", motif: "#cccebf" },
  bath: { backdrop: "#dcebe6", motif: "#c4dcd4" },
  garden: { backdrop: "#e3ead4", motif: "#cfdab8" },
  storage: { backdrop: "#efe5d0", motif: "#dfd0b1" },
  wear: { backdrop: "#dbe3ea", motif: "#c5d1dc" },
};
const PLAIN = { backdrop: "#ebe6dc", motif: "#dbd3c4" };
const ACCENTS = ["#b4532a", "#1f4a5f", "#d39a3c", "#6c7f4f", "#f4ead8"] as const;

/** The palette of a picture: backdrop by category, glaze and accent by `seed`, an integer >= 0. */
export function paletteOf(category: string, seed: number): Palette {
  const glaze = GLAZES[seed % GLAZES.length] ?? GLAZES[0];
  const accent = ACCENTS[Math.floor(seed / GLAZES.length) % ACCENTS.length] ?? ACCENTS[0];
  return { ...(BACKDROPS[category] ?? PLAIN), ...glaze, accent };
}
