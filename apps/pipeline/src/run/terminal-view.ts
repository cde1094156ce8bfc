import type { WriteStream } from "node:tty";
import type { RunListener } from "@ecommerce-cart/pipeline-model";
import { createPlainView, encodeEvent, renderFinalBlock } from "@ecommerce-cart/reports";
import { relative } from "node:path";
import { drawLiveView } from "./draw-live-view.ts";
import type { LiveTerminal } from "./draw-live-view.ts";
import type { WrittenReports } from "./write-reports.ts";

/** Shows a run while it goes on. */
export interface RunView {
  readonly onEvent: RunListener;
  /** Stops drawing. May be called twice. */
  readonly close: () => void;
  /** The last block: what failed, gates, where the report is. */
  readonly finish: (reports: WrittenReports) => void;
}

type Stream = LiveTerminal & Pick<WriteStream, "isTTY">;

interface ViewOptions {
  readonly isJson: boolean;
  readonly isVerbose: boolean;
  readonly stream: Stream;
}

/** A live tree for a person's terminal, plain lines for a pipe or CI, NDJSON where asked for. */
export function createView(options: ViewOptions): RunView {
  const { stream, isVerbose } = options;
  if (options.isJson) return jsonView(stream);
  const isLive = stream.isTTY === true && process.env["CI"] === undefined && process.env["TERM"] !== "dumb";
  const isColour = hasColour(stream);
  const show = isLive ? drawLiveView(stream, isColour) : plainListener(stream, { isColour, isVerbose });
  return { ...show, finish: (reports) => void stream.write(finalBlock(reports, { isColour, isVerbose })) };
}

/** NO_COLOR (https://no-color.org) wins, then FORCE_COLOR, then whether a person is there. */
function hasColour(stream: Stream): boolean {
  if ((process.env["NO_COLOR"] ?? "") !== "") return false;
  return (process.env["FORCE_COLOR"] ?? "") !== "" || stream.isTTY === true;
}

function finalBlock(
  reports: WrittenReports,
  style: { readonly isColour: boolean; readonly isVerbose: boolean },
): string {
  const reportPath = relative(process.cwd(), reports.reportPath);
  return renderFinalBlock(reports.record, {
    ...style,
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

function plainListener(
  stream: Stream,
  style: { readonly isColour: boolean; readonly isVerbose: boolean },
): Omit<RunView, "finish"> {
  const view = createPlainView({ ...style, columns: stream.columns ?? 120 });
  return {
    onEvent: (event) => {
      const text = view.onEvent(event);
      if (text !== "") stream.write(text);
    },
    close: () => undefined,
  };
}
