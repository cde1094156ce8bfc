import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { StringDecoder } from "node:string_decoder";
import { LineSplitter } from "./line-splitter.ts";
import type { SecretMasker } from "./mask-secrets.ts";
import { errorMessage } from "./small-files.ts";

/** One output of a process: bytes in, masked lines out. */
export interface OutputStream {
  readonly push: (bytes: Buffer) => void;
  readonly end: () => void;
}

/** The log of one job: masked lines in a file, made when the first comes, and to a listener. */
export class JobLog {
  readonly #path: string;
  readonly #masker: SecretMasker;
  readonly #onLine: (line: string) => void;
  #descriptor: number | undefined;
  #problem: string | undefined;

  constructor(path: string, masker: SecretMasker, onLine: (line: string) => void) {
    this.#path = path;
    this.#masker = masker;
    this.#onLine = onLine;
  }

  /** Why the log is not whole (a full disk): its job cannot be said to have passed. */
  get problem(): string | undefined {
    return this.#problem;
  }

  get hasLines(): boolean {
    return this.#descriptor !== undefined;
  }

  /** A text of ours or of a function job: one or more complete lines. */
  write(text: string): void {
    this.#append(this.#masker.mask(text).split(/\r?\n/));
  }

  /** Begins a stream; several may be written at once, each line staying whole. */
  openStream(): OutputStream {
    const decoder = new StringDecoder("utf8");
    const masked = this.#masker.stream();
    const splitter = new LineSplitter();
    return {
      push: (bytes) => this.#append(splitter.push(masked.push(decoder.write(bytes)))),
      end: () => {
        const rest = masked.push(decoder.end()) + masked.end();
        this.#append([...splitter.push(rest), ...splitter.end()]);
      },
    };
  }

  /** Everything that was written so far. */
  text(): string {
    return this.#descriptor === undefined ? "" : readFileSync(this.#path, "utf8");
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
  }

  #append(lines: readonly string[]): void {
    if (lines.length === 0) return;
    try {
      this.#descriptor ??= this.#open();
      // Not writeSync: on a disk that is nearly full it writes a part, and is content.
      writeFileSync(this.#descriptor, `${lines.join("\n")}\n`);
    } catch (error) {
      this.#problem ??= errorMessage(error);
    }
    lines.forEach((line) => this.#onLine(line));
  }

  #open(): number {
    mkdirSync(dirname(this.#path), { recursive: true });
    return openSync(this.#path, "w");
  }
}
