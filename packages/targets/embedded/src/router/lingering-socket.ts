import { Socket } from "node:net";

type Written = (error?: Error | null) => void;

/** How long what can still be read is waited for after a write has failed. */
const LINGER_MS = 200;

/**
 * A connection on which a failed write does not throw away what can still be read. A process that answers before the
 * body has come (413, body too large) and closes makes the next write fail; Node would drop the connection at once,
 * with the answer unread in it. Here the failure is reported 200 ms later, unless the connection has ended by then.
 */
export class LingeringSocket extends Socket {
  override _write(chunk: unknown, encoding: BufferEncoding, written: Written): void {
    super._write(chunk, encoding, this.#lingering(written));
  }

  override _writev(chunks: { chunk: unknown; encoding: BufferEncoding }[], written: Written): void {
    super._writev?.(chunks, this.#lingering(written));
  }

  #lingering(written: Written): Written {
    return (error) => {
      if (error === undefined || error === null || this.readableEnded) return written(error);
      setTimeout(() => written(error), LINGER_MS);
    };
  }
}
