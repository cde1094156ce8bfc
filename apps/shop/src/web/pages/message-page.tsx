import type { VNode } from "preact";
import { Layout } from "../layout.tsx";
import type { PageFrame } from "../page-frame.ts";

/** A page that says one thing: what happened, and where to go from here. */
export interface MessagePageProps {
  readonly frame: PageFrame;
  readonly title: string;
  readonly text: string;
  /** Reference for support; shown where the shop failed. */
  readonly requestId?: string;
}

/** Errors for people: not found, failed, away. */
export function MessagePage({ frame, title, text, requestId }: MessagePageProps): VNode {
  return (
    <Layout frame={frame} title={title}>
      <div class="message">
        <h1>{title}</h1>
        <p>{text}</p>
        {requestId !== undefined && (
          <p class="muted">
            Reference: <code>{requestId}</code>
          </p>
        )}
        <p>
          <a class="button" href="/">
            Back to the shop
          </a>
        </p>
      </div>
    </Layout>
  );
}
