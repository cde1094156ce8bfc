/** A line longer than this is shown in pieces, in characters: memory stays bounded whatever a job prints. */
export const MAX_LINE_LENGTH = 64 * 1024;

/** Cuts a text that arrives in pieces into lines, without their ends (LF or CRLF). */
export class LineSplitter {
  #held = "";

  /** The lines that the piece completes. */
  push(piece: string): readonly string[] {
    const parts = (this.#held + piece).split("\n");
    this.#held = parts.pop() ?? "";
    const lines = parts.map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
    while (this.#held.length > MAX_LINE_LENGTH) {
      lines.push(this.#held.slice(0, MAX_LINE_LENGTH));
      this.#held = this.#held.slice(MAX_LINE_LENGTH);
    }
    return lines;
  }

  /** The last line, when the text does not end with a line end. */
  end(): readonly string[] {
    const rest = this.#held;
    this.#held = "";
    return rest === "" ? [] : [rest];
  }
}
