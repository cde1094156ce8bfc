import { EventEmitter } from "node:events";
import type { RunStarted } from "@ecommerce-cart/pipeline-model";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { drawLiveView } from "./draw-live-view.ts";
import type { LiveTerminal } from "./draw-live-view.ts";

const STARTED: RunStarted = {
  type: "run-started",
  at: new Date(0).toISOString(),
  runId: "20261123-060000-540e8d8",
  pipeline: "a pipeline with a name that is longer than a narrow terminal is wide",
  environmentName: "development",
  source: { commit: "5".repeat(40), isDirty: false, label: "5555555" },
  cores: 2,
  nodeVersion: "v24",
  stages: [{ name: "build", jobs: ["lint", "compile"].map((name) => ({ name, description: "", needs: [] })) }],
};

class Terminal extends EventEmitter {
  columns = 100;
  rows = 24;
  written: string[] = [];
  write(text: string): boolean {
    return this.written.push(text) > 0;
  }
  resize(columns: number, rows: number): void {
    Object.assign(this, { columns, rows });
    this.emit("resize");
  }
  /** The last frame's lines. */
  get lines(): readonly string[] {
    const frame = /\[\?7l([^]*)\u001b\[\?7h$/.exec(this.written.at(-1) ?? "");
    return (frame?.[1] ?? "").split("\n");
  }
  /** How many rows the cursor went up before the last frame. */
  get up(): number {
    return Number(/^\r\u001b\[(\d+)A/.exec(this.written.at(-1) ?? "")?.[1] ?? 0);
  }
}

let terminal: Terminal;
beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  terminal = new Terminal();
});
afterEach(() => vi.useRealTimers());

function draw() {
  const drawing = drawLiveView(terminal as unknown as LiveTerminal, false);
  drawing.onEvent(STARTED);
  vi.advanceTimersByTime(100);
  return drawing;
}

test("a resize is drawn at once, in the new size", () => {
  const drawing = draw();
  expect(terminal.lines[0]?.length).toBeGreaterThan(90);
  terminal.resize(30, 24);
  for (const line of terminal.lines) expect(line.length).toBeLessThanOrEqual(30);
  terminal.resize(30, 4);
  expect(terminal.lines.length).toBeLessThan(4);
  terminal.resize(100, 24);
  expect(terminal.lines[0]?.length).toBeGreaterThan(90);
  drawing.close();
});

test("the old frame is cleared whole though the narrower terminal has wrapped it", () => {
  const drawing = draw();
  vi.advanceTimersByTime(100);
  expect(terminal.up).toBe(terminal.lines.length - 1);
  const [head = "", ...rest] = terminal.lines;
  terminal.resize(40, 24);
  const wrapped = [head, ...rest].map((line) => Math.max(1, Math.ceil(line.length / 40)));
  expect(terminal.up).toBe(wrapped.reduce((sum, rows) => sum + rows, 0) - 1);
  expect(terminal.up).toBeGreaterThan(rest.length);
  drawing.close();
});

test("a terminal that does not know its size is taken for 80 by 24", () => {
  terminal.resize(0, 0);
  const drawing = draw();
  expect(terminal.lines[0]).toHaveLength(80);
  drawing.close();
});

test("after its close nothing is drawn, and the terminal wraps again", () => {
  const drawing = draw();
  drawing.close();
  expect(terminal.written.at(-2)).toMatch(/\u001b\[\?7h$/);
  const count = terminal.written.length;
  drawing.close();
  terminal.resize(20, 20);
  vi.advanceTimersByTime(1000);
  expect(terminal.written).toHaveLength(count);
  expect(terminal.listenerCount("resize")).toBe(0);
});
