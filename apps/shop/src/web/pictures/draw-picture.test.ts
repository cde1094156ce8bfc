import { expect, test } from "vitest";
import { drawPicture, isPictureShape } from "./draw-picture.ts";
import { MOTIFS } from "./motifs.ts";
import { SHAPES } from "./shapes.ts";

const SHAPE_NAMES = Object.keys(SHAPES).filter(isPictureShape);

test.each(Object.keys(MOTIFS))("category %s has a motif of its own", (category) => {
  const pictures = Object.keys(MOTIFS).map((name) => drawPicture({ category: name, shape: "mug", name: "same" }));
  const mine = drawPicture({ category, shape: "mug", name: "same" });
  expect(pictures.filter((picture) => picture === mine)).toHaveLength(1);
});

test.each(SHAPE_NAMES)("a %s is drawn the same every time, without unknown numbers", (shape) => {
  const picture = drawPicture({ category: "kitchen", shape, name: "oak" });
  expect(drawPicture({ category: "kitchen", shape, name: "oak" })).toBe(picture);
  expect(picture).not.toMatch(/undefined|NaN/u);
  expect(picture.length).toBeLessThan(20_000);
});

test("names differ in colour", () => {
  const colours = ["oak", "ash", "elm", "fir", "yew"].map((name) =>
    drawPicture({ category: "bath", shape: "soap", name }),
  );
  expect(new Set(colours).size).toBeGreaterThan(2);
});

test("only shapes that can be drawn are shapes", () => {
  expect(isPictureShape("mug")).toBe(true);
  expect(isPictureShape("toString")).toBe(false);
});
