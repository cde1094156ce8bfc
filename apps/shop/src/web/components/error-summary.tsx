import type { VNode } from "preact";

/** Something wrong with what was sent: a sentence, and the id of the field that it is about. */
export interface FormError {
  readonly field: string | null;
  readonly message: string;
}

/** All errors of a form, at its top, each leading to its field; screen readers announce it. */
export function ErrorSummary(props: { readonly title: string; readonly errors: readonly FormError[] }): VNode | null {
  if (props.errors.length === 0) return null;
  return (
    <div class="notice notice--error" role="alert" tabIndex={-1} data-error-summary>
      <h2 class="notice__title">{props.title}</h2>
      <ul>
        {props.errors.map(({ field, message }) => (
          <li key={`${field} ${message}`}>{field === null ? message : <a href={`#${field}`}>{message}</a>}</li>
        ))}
      </ul>
    </div>
  );
}

/** The message of the first error about a field. */
export function errorOf(errors: readonly FormError[], field: string): string | undefined {
  return errors.find((error) => error.field === field)?.message;
}
