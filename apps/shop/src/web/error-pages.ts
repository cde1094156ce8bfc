import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import type { ErrorPageRenderer } from "../problems/send-problem.ts";
import { MessagePage } from "./pages/message-page.tsx";
import type { StorefrontOptions } from "./storefront-options.ts";

interface Message {
  readonly title: string;
  readonly text: string;
}

const NOT_FOUND: Message = {
  title: "We could not find that page",
  text: "It may have moved, or it was never there. The shop itself is one step away.",
};
const AWAY: Message = {
  title: "We will be right back",
  text: "The shop is catching its breath. Please try again in a moment; nothing you did is lost.",
};
const BROKEN: Message = {
  title: "Something broke on our side",
  text: "We have been told. Nothing was charged unless you have seen a confirmation; please try again.",
};

/** Draws problems as pages that need no database: not found, away, broken, and whatever else was refused. */
export function createErrorPages({ site, assets }: Pick<StorefrontOptions, "site" | "assets">): ErrorPageRenderer {
  const frame = { site, assets, categories: [], cartCount: 0 };
  return ({ status, title, instance }) => {
    const message = messageOf(status, title);
    const reference = status >= 500 ? { requestId: instance.replace("urn:uuid:", "") } : {};
    return `<!doctype html>${renderToString(h(MessagePage, { frame, ...message, ...reference }))}`;
  };
}

function messageOf(status: number, title: string): Message {
  if (status === 404) return NOT_FOUND;
  if (status === 503) return AWAY;
  if (status >= 500) return BROKEN;
  return { title, text: "The request could not be used as it was sent. Please go back and try again." };
}
