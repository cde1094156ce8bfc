/** What a form or query string brought: text, or anything else that a stranger made up. */
export type SubmittedForm = Readonly<Record<string, unknown>>;

/** A field's text, trimmed, without NUL characters (which PostgreSQL refuses); empty when absent or repeated. */
export function textOf(form: SubmittedForm, name: string): string {
  const value = Object.hasOwn(form, name) ? form[name] : undefined;
  return typeof value === "string" ? value.replaceAll("\0", "").trim() : "";
}

/** A body as a form: an object's own fields, else an empty form. */
export function toSubmittedForm(body: unknown): SubmittedForm {
  return typeof body === "object" && body !== null ? (body as SubmittedForm) : {};
}
