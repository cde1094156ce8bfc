import type { LightMyRequestResponse } from "fastify";
import type { ShopApp } from "../platform/shop-app.ts";

/**
 * A browser without scripts, in process: keeps cookies, follows links and redirects, sends forms with their own fields.
 * It reads the HTML of our renderer alone, which writes every attribute in double quotes.
 */
export class Browser {
  readonly #app: ShopApp;
  readonly #origin: string;
  readonly #cookies = new Map<string, string>();
  #answer: LightMyRequestResponse | undefined;
  /** Path and query of the page shown. */
  url = "";
  /** Set-Cookie headers of everything since the page was asked for. */
  setCookies: string[] = [];

  constructor(app: ShopApp, origin: string) {
    this.#app = app;
    this.#origin = origin;
  }

  get status(): number {
    return this.#page().statusCode;
  }

  get headers(): LightMyRequestResponse["headers"] {
    return this.#page().headers;
  }

  get html(): string {
    return this.#page().body;
  }

  /** The page's words: no tags, single spaces, entities resolved. */
  get text(): string {
    return decode(this.html.replaceAll(/<(?:[^">]|"[^"]*")*>/gu, "")).replaceAll(/\s+/gu, " ");
  }

  cookie(name: string): string | undefined {
    return this.#cookies.get(name);
  }

  async open(url: string): Promise<void> {
    await this.#arrive(await this.#send({ method: "GET", url }), url);
  }

  /** Follows the first link whose words contain `words`. */
  async follow(words: string): Promise<void> {
    const anchors = [...this.html.matchAll(/<a [^>]*href="([^"]*)"[^>]*>(.*?)<\/a>/gsu)];
    const href = anchors.find(([, , inside = ""]) => inside.includes(words))?.[1];
    if (href === undefined) throw new Error(`no link "${words}" on ${this.url}`);
    await this.open(decode(href));
  }

  /** Addresses of all links that begin with `prefix`. */
  links(prefix: string): readonly string[] {
    return [...this.html.matchAll(/<a [^>]*href="([^"]*)"/gu)]
      .map(([, href = ""]) => decode(href))
      .filter((href) => href.startsWith(prefix));
  }

  /** Addresses of all forms that begin with `prefix`. */
  actions(prefix: string): readonly string[] {
    return this.#forms()
      .map(({ action }) => action)
      .filter((action) => action.startsWith(prefix));
  }

  /** What the last form to `action` would send. */
  fields(action: string): Record<string, string> {
    const form = this.#forms().findLast((candidate) => candidate.action === action);
    if (form === undefined) throw new Error(`no form to ${action} on ${this.url}`);
    return form.fields;
  }

  /** Fills in the form to `action`, sends it and follows where it leads. */
  async submit(action: string, changes: Readonly<Record<string, string>>): Promise<void> {
    await this.#arrive(await this.post(action, { ...this.fields(action), ...changes }), action);
  }

  /** Sends a form and stays on the page. */
  async post(action: string, fields: Readonly<Record<string, string>>): Promise<LightMyRequestResponse> {
    return this.#send({ method: "POST", url: action, payload: new URLSearchParams(fields).toString() });
  }

  async #send(request: { method: "GET" | "POST"; url: string; payload?: string }): Promise<LightMyRequestResponse> {
    const form = request.method === "POST" ? { "content-type": "application/x-www-form-urlencoded" } : {};
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    return this.#app.inject({
      ...request,
      headers: {
        ...form,
        ...(request.method === "POST" ? { origin: this.#origin } : {}),
        ...(cookie === "" ? {} : { cookie }),
        host: new URL(this.#origin).host,
        accept: "text/html",
      },
    });
  }

  async #arrive(answer: LightMyRequestResponse, url: string): Promise<void> {
    this.setCookies = [];
    let [current, place] = [answer, url];
    this.#remember(current);
    for (let hops = 0; current.statusCode >= 300 && current.statusCode < 400; hops += 1) {
      if (hops === 5) throw new Error(`more than five redirects from ${url}`);
      place = String(current.headers.location);
      current = await this.#send({ method: "GET", url: place });
      this.#remember(current);
    }
    this.url = place;
    this.#answer = current;
  }

  #remember(answer: LightMyRequestResponse): void {
    this.setCookies.push(...[answer.headers["set-cookie"] ?? []].flat());
    for (const { name, value, ...attributes } of answer.cookies) {
      const isGone = "expires" in attributes && (attributes.expires as Date).getTime() <= Date.now();
      if (isGone) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }

  #page(): LightMyRequestResponse {
    if (this.#answer === undefined) throw new Error("no page was opened");
    return this.#answer;
  }

  #forms(): readonly { readonly action: string; readonly fields: Record<string, string> }[] {
    return [...this.html.matchAll(/<form ([^>]*)>(.*?)<\/form>/gsu)].map(([, attributes = "", inside = ""]) => ({
      action: attributeOf(attributes, "action") ?? "",
      fields: fieldsOf(inside),
    }));
  }
}

function fieldsOf(form: string): Record<string, string> {
  const inputs = [...form.matchAll(/<input ((?:[^">]|"[^"]*")*)>/gu)].map(([, attributes = ""]) => attributes);
  const sent = inputs.filter((input) => attributeOf(input, "type") !== "radio" || / checked/u.test(input));
  const selects = [...form.matchAll(/<select ([^>]*)>(.*?)<\/select>/gsu)];
  return Object.fromEntries([
    ...sent.map((input) => [attributeOf(input, "name") ?? "", attributeOf(input, "value") ?? ""] as const),
    ...selects.map(([, attributes = "", options = ""]) => [attributeOf(attributes, "name") ?? "", chosenOf(options)]),
  ]) as Record<string, string>;
}

function chosenOf(options: string): string {
  const all = [...options.matchAll(/<option ([^>]*)>/gu)].map(([, attributes = ""]) => attributes);
  const chosen = all.find((attributes) => /\bselected\b/u.test(attributes)) ?? all[0] ?? "";
  return attributeOf(chosen, "value") ?? "";
}

function attributeOf(attributes: string, name: string): string | undefined {
  const value = new RegExp(`(?:^| )${name}="([^"]*)"`, "u").exec(attributes)?.[1];
  return value === undefined ? undefined : decode(value);
}

function decode(text: string): string {
  return text
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}
