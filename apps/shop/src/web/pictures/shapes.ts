import type { PictureShape } from "../../catalog/seed/seed-shelf.ts";
import type { Palette } from "./palette.ts";

/** Draws one thing, standing at about y = 320 on a 400 by 400 field. */
export type DrawShape = (palette: Palette) => string;

const rect = (
  box: readonly [x: number, y: number, width: number, height: number],
  round: number,
  fill: string,
): string => `<rect x="${box[0]}" y="${box[1]}" width="${box[2]}" height="${box[3]}" rx="${round}" fill="${fill}"/>`;
const path = (d: string, fill: string): string => `<path d="${d}" fill="${fill}"/>`;
const line = (d: string, colour: string, width: number): string =>
  `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`;
const oval = (at: readonly [x: number, y: number, rx: number, ry: number], fill: string): string =>
  `<ellipse cx="${at[0]}" cy="${at[1]}" rx="${at[2]}" ry="${at[3]}" fill="${fill}"/>`;

const vessels = {
  bottle: (p) =>
    path("M172 150q0-18 6-30V92h44v28q6 12 6 30v2q30 16 30 48v104q0 16-16 16h-84q-16 0-16-16V200q0-32 30-48z", p.main) +
    path("M222 120q6 12 6 30v2q30 16 30 48v104q0 16-16 16h-24z", p.shade) +
    rect([172, 72, 56, 28], 6, p.accent) +
    rect([142, 214, 116, 66], 2, p.light) +
    line("M160 238h80M172 258h56", p.shade, 5),
  bowl: (p) =>
    path("M80 190h240q0 92-76 122h-88q-76-30-76-122z", p.main) +
    path("M244 312q76-30 76-122h-44q0 80-60 122z", p.shade) +
    oval([200, 190, 120, 26], p.light) +
    oval([200, 194, 96, 16], p.shade) +
    rect([158, 308, 84, 14], 5, p.shade) +
    line("M104 236q90 34 192 0", p.accent, 6),
  glass: (p) =>
    path("M130 110h140l-18 198q-1 12-13 12h-78q-12 0-13-12z", p.light) +
    path("M136 180h128l-12 128q-1 12-13 12h-78q-12 0-13-12z", p.main) +
    oval([200, 180, 64, 12], p.shade) +
    oval([200, 110, 70, 14], "#ffffff") +
    line("M156 140l8 140", "#ffffff", 7),
  jar: (p) =>
    rect([126, 138, 148, 182], 26, p.main) +
    path("M236 138h12q26 0 26 26v130q0 26-26 26h-12z", p.shade) +
    rect([136, 98, 128, 44], 8, p.accent) +
    rect([136, 116, 128, 6], 0, p.shade) +
    rect([146, 196, 108, 78], 4, p.light) +
    line("M162 222h76M172 244h56", p.shade, 5),
  jug: (p) =>
    line("M268 168q58 0 52 52t-66 58", p.shade, 20) +
    path("M122 104q24 14 62 10h78q-4 40 10 78 26 100-36 128h-72q-62-28-36-128 8-50-6-88z", p.main) +
    path("M262 114q-4 40 10 78 26 100-36 128h-30q50-60 26-128-8-40 0-78z", p.shade) +
    line("M134 236q66 30 136 0", p.accent, 8),
  mug: (p) =>
    line("M270 172q62 0 60 48t-70 52", p.shade, 22) +
    rect([112, 130, 166, 190], 30, p.main) +
    path("M240 130h8q30 0 30 30v130q0 30-30 30h-30q22-30 22-60z", p.shade) +
    oval([195, 140, 83, 20], p.light) +
    oval([195, 143, 68, 14], p.shade) +
    line("M126 246h122M126 268h122", p.accent, 6),
  pot: (p) =>
    path("M122 176h156l-22 132q-2 12-14 12h-84q-12 0-14-12z", p.main) +
    path("M234 176h44l-22 132q-2 12-14 12h-32z", p.shade) +
    rect([108, 150, 184, 40], 8, p.main) +
    rect([236, 150, 56, 40], 8, p.shade) +
    line("M200 150V92M200 128q-36-2-44-36 38-2 44 36M200 116q34-4 40-36-34 0-40 36", "#5f7a4a", 8),
  tin: (p) =>
    rect([112, 132, 176, 188], 14, p.main) +
    path("M246 132h28q14 0 14 14v160q0 14-14 14h-28z", p.shade) +
    rect([104, 106, 192, 46], 12, p.accent) +
    rect([104, 138, 192, 8], 0, p.shade) +
    oval([196, 232, 56, 44], p.light) +
    line("M172 226h48M180 242h32", p.shade, 5),
  "watering-can": (p) =>
    line("M236 188L336 112M322 92l32 34", p.shade, 18) +
    line("M108 196q-52 20-36 70t62 34", p.shade, 16) +
    line("M134 158q58-76 108 0", p.main, 16) +
    path("M108 160h144l16 146q1 14-13 14H105q-14 0-13-14z", p.main) +
    path("M214 160h38l16 146q1 14-13 14h-40z", p.shade) +
    line("M104 214h152", p.accent, 8),
} satisfies Partial<Record<PictureShape, DrawShape>>;

const kitchenware = {
  board: (p) =>
    `<g transform="rotate(-8 200 210)">${rect([118, 142, 164, 186], 26, p.main)}${rect([176, 66, 48, 100], 22, p.main)}` +
    `${oval([200, 92, 11, 11], p.light)}${line("M150 170v132M188 158v158M226 164v148M256 176v118", p.shade, 4)}</g>`,
  pan: (p) =>
    rect([246, 190, 130, 22], 11, p.accent) +
    path("M60 186h200q2 84-50 84H110q-52 0-50-84z", p.shade) +
    oval([160, 186, 102, 28], p.main) +
    oval([160, 189, 82, 19], p.shade) +
    oval([150, 186, 34, 9], "#fff6e0") +
    oval([152, 185, 13, 5], "#e5a93b"),
  plate: (p) =>
    oval([200, 216, 146, 146], p.shade) +
    oval([200, 208, 146, 146], p.main) +
    oval([200, 208, 98, 98], p.light) +
    `<circle cx="200" cy="208" r="122" fill="none" stroke="${p.accent}" stroke-width="5" stroke-dasharray="4 14"/>` +
    oval([200, 208, 84, 84], p.main),
  utensil: (p) =>
    `<g transform="rotate(24 200 200)">${rect([188, 168, 24, 190], 12, p.main)}${oval([200, 110, 46, 68], p.main)}` +
    `${oval([200, 106, 32, 52], p.shade)}${rect([188, 318, 24, 40], 12, p.accent)}${oval([200, 344, 5, 5], p.light)}</g>`,
  trowel: (p) =>
    `<g transform="rotate(24 200 200)">${path("M160 66q40-34 80 0l6 84q-20 52-46 66-26-14-46-66z", p.light)}` +
    `${path("M200 50q24 0 40 16l6 84q-20 52-46 66z", p.main)}${line("M200 96v96", p.shade, 5)}` +
    `${rect([193, 210, 14, 40], 0, p.shade)}${rect([184, 244, 32, 116], 16, p.accent)}${oval([200, 344, 5, 5], p.light)}</g>`,
  brush: (p) =>
    `<g transform="rotate(-18 200 200)">${rect([110, 206, 180, 92], 4, p.light)}${line("M128 216v78M152 216v78M176 216v78M200 216v78M224 216v78M248 216v78M272 216v78", p.shade, 5)}` +
    `${rect([94, 158, 212, 58], 29, p.main)}${rect([94, 190, 212, 26], 13, p.shade)}${line("M140 176h120", p.accent, 6)}</g>`,
  hook: (p) =>
    rect([150, 84, 100, 156], 50, p.main) +
    rect([206, 84, 44, 156], 44, p.shade) +
    line("M200 176v84q0 56-50 50-34-6-28-44", p.accent, 22) +
    oval([122, 262, 15, 15], p.accent) +
    oval([200, 118, 9, 9], p.light) +
    oval([200, 212, 9, 9], p.light),
} satisfies Partial<Record<PictureShape, DrawShape>>;

const soft = {
  apron: (p) =>
    line("M152 110q48-62 96 0", p.accent, 10) +
    path("M150 104h100q6 62 50 84v120q0 12-12 12H112q-12 0-12-12V188q44-22 50-84z", p.main) +
    rect([142, 216, 116, 62], 8, p.shade) +
    line("M200 216v62", p.light, 4) +
    line("M100 194l-34 26M300 194l34 26", p.accent, 8),
  bag: (p) =>
    line("M148 160q4-84 52-84t52 84", p.accent, 14) +
    path("M98 150h204l16 156q1 14-13 14H95q-14 0-13-14z", p.main) +
    path("M90 236h220l8 70q1 14-13 14H95q-14 0-13-14z", p.shade) +
    line("M92 232h216", p.light, 5),
  beanie: (p) =>
    oval([200, 92, 30, 30], p.accent) +
    path("M92 262q0-156 108-156t108 156z", p.main) +
    line("M146 250q0-90 40-132M254 250q0-90-40-132M200 250V112", p.shade, 5) +
    rect([80, 240, 240, 66], 24, p.shade) +
    line("M108 252v42M138 252v42M168 252v42M200 252v42M232 252v42M262 252v42M292 252v42", p.light, 5),
  blanket: (p) =>
    path("M84 126q0-16 16-16h200q16 0 16 16v148H84z", p.main) +
    rect([84, 188, 232, 50], 0, p.shade) +
    rect([84, 262, 232, 46], 0, p.light) +
    line("M84 172h232M84 250h232", p.accent, 7) +
    line(
      "M96 308v22M122 308v22M148 308v22M174 308v22M200 308v22M226 308v22M252 308v22M278 308v22M304 308v22",
      p.light,
      6,
    ),
  cloth: (p) =>
    path("M110 92h180q10 0 10 10v218l-34-14-33 14-33-14-33 14-33-14-34 14V102q0-10 10-10z", p.main) +
    rect([100, 132, 200, 18], 0, p.accent) +
    rect([100, 162, 200, 8], 0, p.light) +
    path("M250 92h40q10 0 10 10v218l-34-14q-6-110-16-214z", p.shade) +
    line("M200 92q-22-34 0-44 22 10 0 44", p.shade, 6),
  cushion: (p) =>
    path("M84 126q116-26 232 0 28 92 0 186-116 22-232 0-28-94 0-186z", p.main) +
    path("M270 118q24 3 46 8 28 92 0 186-22 5-46 8 30-100 0-202z", p.shade) +
    line("M112 172h170M108 218h178M112 264h170", p.accent, 8) +
    oval([198, 218, 11, 11], p.light),
  jumper: (p) =>
    path("M150 96q50 34 100 0l62 34 30 148-44 12-26-86v108q0 8-8 8H136q-8 0-8-8V204l-26 86-44-12 30-148z", p.main) +
    path("M250 96l62 34 30 148-44 12-26-86v116h-40q30-110 18-224z", p.shade) +
    line("M150 98q50 36 100 0", p.light, 12) +
    line("M132 296h136", p.light, 10) +
    line("M140 176l20 18 20-18 20 18 20-18 20 18 20-18", p.accent, 7),
  scarf: (p) =>
    path("M120 96q80-40 160 0l-10 66q-70 34-140 0z", p.main) +
    path("M150 140l62 12-16 168h-62z", p.main) +
    path("M220 140l48-10 22 166h-56z", p.shade) +
    line("M140 250h60M146 216h56M236 226h44M238 258h46", p.accent, 8) +
    line("M142 320v16M162 320v16M182 320v16M242 296v16M262 296v16M282 296v16", p.light, 6),
} satisfies Partial<Record<PictureShape, DrawShape>>;

const household = {
  basket: (p) =>
    line("M122 190q8-116 78-116t78 116", p.shade, 14) +
    path("M92 180h216l-26 128q-3 12-15 12H133q-12 0-15-12z", p.main) +
    line("M102 212h196M108 244h184M114 276h172", p.shade, 7) +
    line("M144 184l12 132M200 184v132M256 184l-12 132", p.light, 6) +
    rect([84, 168, 232, 24], 12, p.shade),
  box: (p) =>
    path("M78 168h244v136q0 16-16 16H94q-16 0-16-16z", p.main) +
    rect([68, 128, 264, 52], 8, p.shade) +
    rect([68, 128, 264, 16], 8, p.light) +
    rect([176, 158, 48, 44], 6, p.accent) +
    line("M78 236h244M78 280h244", p.shade, 5),
  candle: (p) =>
    path("M200 64q34 40 0 66-34-26 0-66z", "#f2b14a") +
    path("M200 88q14 22 0 36-14-14 0-36z", "#fdeec2") +
    line("M200 128v26", "#4a3b31", 5) +
    rect([132, 156, 136, 164], 16, p.main) +
    path("M228 156h24q16 0 16 16v132q0 16-16 16h-24z", p.shade) +
    oval([200, 160, 68, 14], p.light) +
    rect([132, 220, 136, 52], 0, p.accent),
  diffuser: (p) =>
    line("M196 180L150 70M200 180l2-122M206 180l44-106", p.accent, 7) +
    rect([178, 158, 44, 40], 4, p.shade) +
    rect([128, 190, 144, 130], 22, p.main) +
    path("M234 190h16q22 0 22 22v86q0 22-22 22h-16z", p.shade) +
    rect([152, 232, 84, 54], 3, p.light) +
    line("M168 252h52M176 268h36", p.shade, 4),
  lamp: (p) =>
    path("M140 78h120l38 104H102z", p.light) +
    path("M224 78h36l38 104h-52z", p.accent) +
    rect([190, 182, 20, 30], 0, p.shade) +
    path("M200 204q58 20 52 66-8 34-34 42h-36q-26-8-34-42-6-46 52-66z", p.main) +
    path("M208 206q50 22 44 64-8 34-34 42h-18q40-40 8-106z", p.shade) +
    rect([150, 306, 100, 14], 7, p.shade),
  lantern: (p) =>
    line("M148 120q0-62 52-62t52 62", p.shade, 9) +
    rect([148, 108, 104, 26], 8, p.main) +
    path("M142 134h116l14 140H128z", "#fbe8b8") +
    path("M200 172q30 38 0 66-30-28 0-66z", "#f0a23c") +
    line("M142 134l-14 140M258 134l14 140M200 134v24", p.shade, 8) +
    rect([116, 270, 168, 50], 10, p.main) +
    rect([116, 298, 168, 22], 10, p.shade),
  packet: (p) =>
    path("M120 116h160v192q0 12-12 12H132q-12 0-12-12z", p.main) +
    path("M240 116h40v192q0 12-12 12h-28z", p.shade) +
    path("M120 116l14-38h132l14 38z", p.light) +
    rect([140, 170, 120, 92], 6, p.light) +
    oval([200, 204, 24, 20], p.accent) +
    line("M164 242h72", p.shade, 5),
  pendant: (p) =>
    line("M200 0v106", p.shade, 6) +
    rect([184, 98, 32, 34], 6, p.accent) +
    path("M86 262q8-132 114-132t114 132z", p.main) +
    path("M234 136q74 26 80 126h-54q6-86-26-126z", p.shade) +
    oval([200, 262, 114, 20], p.light) +
    oval([200, 268, 34, 26], "#fde7a8") +
    line("M110 222q90-26 180 0", p.accent, 5),
  soap: (p) =>
    rect([84, 196, 232, 110], 46, p.shade) +
    rect([84, 178, 232, 110], 46, p.main) +
    rect([118, 204, 164, 58], 28, p.light) +
    line("M156 233h88", p.shade, 6) +
    `<g fill="#ffffff" fill-opacity="0.75">${[
      [120, 132, 24],
      [170, 108, 15],
      [212, 138, 19],
      [262, 116, 12],
      [290, 146, 20],
    ]
      .map(([x, y, r]) => `<circle cx="${x}" cy="${y}" r="${r}"/>`)
      .join("")}</g>`,
} satisfies Partial<Record<PictureShape, DrawShape>>;

/** How each thing is drawn. */
export const SHAPES: Readonly<Record<PictureShape, DrawShape>> = { ...vessels, ...kitchenware, ...soft, ...household };
