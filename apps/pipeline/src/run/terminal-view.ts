import type { WriteStream } from "node:tty";
import type { RunEvent, RunListener } from "@ecommerce-cart/pipeline-model";
import { createLiveView, createPlainView, encodeEvent, renderFinalBlock } from "@ecommerce-cart/reports";
import type { LiveView } from "@ecommerce-cart/reports";
import { relative } from "node:path";
import type { WrittenReports } from "./write-reports.ts";

const FRAME_INTERVAL_MS = 100;

/** Shows a run while it goes on. */
export interface RunView {
  readonly onEvent: RunListener;
  /** Stops drawing. May be called twice. */
  readonly close: () => void;
  /** The last block: what failed, gates, where the report is. */
  readonly finish: (reports: WrittenReports) => void;
}

type Stream = Pick<WriteStream, "write" | "isTTY" | "columns" | "rows">;

/** A live tree for a person's terminal, plain lines for a pipe or CI, NDJSON where asked for. */
export function createView(options: { readonly isJson: boolean; readonly stream: Stream }): RunView {
  const { stream } = options;
  if (options.isJson) return jsonView(stream);
  const isLive = stream.isTTY === true && process.env["CI"] === undefined && process.env["TERM"] !== "dumb";
  const isColour = hasColour(stream);
  const show = isLive ? liveListener(stream, isColour) : plainListener(stream, isColour);
  return { ...show, finish: (reports) => void stream.write(finalBlock(reports, isColour)) };
}

/** NO_COLOR (https://no-color.org) wins, then FORCE_COLOR, then whether a person is there. */
function hasColour(stream: Stream): boolean {
  if ((process.env["NO_COLOR"] ?? "") !== "") return false;
  return (process.env["FORCE_COLOR"] ?? "") !== "" || stream.isTTY === true;
}

function finalBlock(reports: WrittenReports, isColour: boolean): string {
  const reportPath = relative(process.cwd(), reports.reportPath);
  return renderFinalBlock(reports.record, {
    isColour,
    columns: process.stdout.columns ?? 120,
    logs: reports.logs,
    reportPath,
  });
}

function jsonView(stream: Stream): RunView {
  return {
    onEvent: (event) => void stream.write(encodeEvent(event)),
    close: () => undefined,
    finish: () => undefined,
  };
}

function plainListener(stream: Stream, isColour: boolean): Omit<RunView, "finish"> {
  const view = createPlainView({ isColour, columns: stream.columns ?? 120 });
  return {
    onEvent: (event) => {
      const text = view.onEvent(event);
      if (text !== "") stream.write(text);
    },
    close: () => undefined,
  };
}

function liveListener(stream: Stream, isColour: boolean): Omit<RunView, "finish"> {
  const view: LiveView = createLiveView({ isColour, columns: stream.columns ?? 80, rows: stream.rows ?? 24 });
  let state = view.initial;
  let drawnLines = 0;
  const draw = (): void => {
    const frame = view.render(state, Date.now());
    const back = drawnLines > 1 ? `\u001b[${drawnLines - 1}A` : "";
    stream.write(`\r${back}\u001b[0J${frame}`);
    drawnLines = frame.split("\n").length;
  };
  const timer = setInterval(draw, FRAME_INTERVAL_MS);
  let isOpen = true;
  return {
    onEvent: (event: RunEvent) => {
      state = view.reduce(state, event);
    },
    close: () => {
      if (!isOpen) return;
      isOpen = false;
      clearInterval(timer);
      draw();
      stream.write("\n");
    },
  };
}
