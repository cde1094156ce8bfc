import type { Palette } from "./palette.ts";

/** Draws the pattern behind a product, 400 by 400, in the motif colour. */
export type DrawMotif = (palette: Palette) => string;

function repeat(count: number, draw: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => draw(index)).join("");
}

function grid(step: number, draw: (x: number, y: number) => string): string {
  const perSide = Math.ceil(400 / step) + 1;
  return repeat(perSide, (row) => repeat(perSide, (column) => draw(column * step, row * step)));
}

const stroke = ({ motif }: Palette): string => `fill="none" stroke="${motif}" stroke-width="6"`;

/** The motif of each category: tiles, rings, waves and the like. */
export const MOTIFS: Readonly<Record<string, DrawMotif>> = {
  kitchen: (p) => `<g ${stroke(p)}>${grid(80, (x, y) => `<path d="M${x} ${y}h80v80"/>`)}</g>`,
  tableware: (p) => `<g ${stroke(p)}>${repeat(7, (i) => `<circle cx="200" cy="200" r="${50 + i * 42}"/>`)}</g>`,
  pantry: (p) =>
    `<g fill="${p.motif}">${grid(50, (x, y) => `<circle cx="${x + (y % 100 === 0 ? 0 : 25)}" cy="${y}" r="9"/>`)}</g>`,
  textiles: (p) => `<g ${stroke(p)}>${grid(40, (x, y) => `<path d="M${x} ${y}l20 20 20-20"/>`)}</g>`,
  candles: (p) =>
    `<g ${stroke(p)}>${repeat(16, (i) => `<path d="M200 190L${ray(i, Math.cos)} ${ray(i, Math.sin)}"/>`)}</g>`,
  lighting: (p) =>
    repeat(5, (i) => `<circle cx="200" cy="170" r="${250 - i * 45}" fill="${p.motif}" fill-opacity="0.35"/>`),
  bath: (p) => `<g ${stroke(p)}>${grid(50, (x, y) => `<path d="M${x - 12} ${y}q12.500-14 25 0t25 0"/>`)}</g>`,
  garden: (p) => `<g fill="${p.motif}">${grid(80, (x, y) => `<path d="M${x} ${y}q34-8 40 32q-38 6-40-32z"/>`)}</g>`,
  storage: (p) => `<g ${stroke(p)}>${grid(56, (x, y) => `<path d="M${x} ${y + 14}h28M${x + 42} ${y + 28}v28"/>`)}</g>`,
  wear: (p) => `<g fill="${p.motif}">${repeat(7, (i) => `<rect y="${i * 62}" width="400" height="24"/>`)}</g>`,
};

function ray(index: number, part: (angle: number) => number): string {
  return (200 + 330 * part((index * Math.PI) / 8)).toFixed(1);
}
