import type { PictureShape } from "../../catalog/seed/seed-shelf.ts";
import { MOTIFS } from "./motifs.ts";
import { paletteOf } from "./palette.ts";
import { SHAPES } from "./shapes.ts";

/** What a picture shows: any category and name, one of the shapes. The name chooses colours. */
export interface PictureSubject {
  readonly category: string;
  readonly shape: PictureShape;
  readonly name: string;
}

/** Whether `text` names a shape that can be drawn. */
export function isPictureShape(text: string): text is PictureShape {
  return Object.hasOwn(SHAPES, text);
}

/** Draws a product as a square SVG document. The same subject always gives the same bytes. */
export function drawPicture({ category, shape, name }: PictureSubject): string {
  const palette = paletteOf(category, hash(name));
  const motif = MOTIFS[category]?.(palette) ?? "";
  const shadow = `<ellipse cx="200" cy="328" rx="132" ry="14" fill="#2b2118" fill-opacity="0.14"/>`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="400" height="400">` +
    `<rect width="400" height="400" fill="${palette.backdrop}"/>${motif}${shadow}${SHAPES[shape](palette)}</svg>`
  );
}

/** FNV-1a, 32 bits: spreads names over palettes. Source: http://www.isthe.com/chongo/tech/comp/fnv/. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return value >>> 0;
}
