import type { WriteStream } from "node:tty";
import type { RunEvent, RunListener } from "@ecommerce-cart/pipeline-model";
import { countRows, createLiveView } from "@ecommerce-cart/reports";
import type { TerminalSize } from "@ecommerce-cart/reports";

const FRAME_INTERVAL_MS = 100;
/** Control sequences. Source: ECMA-48 (CUU, ED) and DEC STD 070 (autowrap mode). */
const UP = (rows: number): string => (rows > 0 ? `\u001b[${rows}A` : "");
const CLEAR_BELOW = "\u001b[0J";
const WRAP_OFF = "\u001b[?7l";
const WRAP_ON = "\u001b[?7h";

/** What is asked of a terminal. */
export type LiveTerminal = Pick<WriteStream, "write" | "columns" | "rows" | "on" | "off">;

/** A run that is being drawn. */
export interface LiveDrawing {
  readonly onEvent: RunListener;
  /** Draws the last frame and leaves the terminal as it was. May be called twice. */
  readonly close: () => void;
}

/**
 * Draws a run in place, ten times a second and whenever the terminal's size changes. Lines are never wrapped: they are
 * cut to the width, and what a terminal thinks wider than we do is cut by the terminal.
 */
export function drawLiveView(terminal: LiveTerminal, isColour: boolean): LiveDrawing {
  const view = createLiveView({ isColour });
  let state = view.initial;
  let drawn = "";
  const draw = (): void => {
    const size = sizeOf(terminal);
    const above = drawn === "" ? 0 : Math.min(countRows(drawn, size.columns), size.rows) - 1;
    drawn = view.render(state, Date.now(), size);
    terminal.write(`\r${UP(above)}${CLEAR_BELOW}${WRAP_OFF}${drawn}${WRAP_ON}`);
  };
  const timer = setInterval(draw, FRAME_INTERVAL_MS);
  terminal.on("resize", draw);
  let isOpen = true;
  return {
    onEvent: (event: RunEvent) => {
      state = view.reduce(state, event);
    },
    close: () => {
      if (!isOpen) return;
      isOpen = false;
      clearInterval(timer);
      terminal.off("resize", draw);
      draw();
      terminal.write("\n");
    },
  };
}

/** A terminal that does not know its size says 0. */
function sizeOf({ columns, rows }: LiveTerminal): TerminalSize {
  return { columns: columns || 80, rows: rows || 24 };
}
