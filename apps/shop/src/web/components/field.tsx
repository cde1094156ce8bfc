import type { VNode } from "preact";

/** One labelled text field. */
export interface FieldProps {
  /** Its name in the form, and its id. */
  readonly name: string;
  readonly label: string;
  readonly value?: string | undefined;
  /** What is wrong with it, in a sentence. */
  readonly error?: string | undefined;
  readonly hint?: string | undefined;
  readonly type?: "text" | "email";
  readonly autocomplete?: string;
  readonly inputMode?: "text" | "numeric" | "decimal" | "email";
  readonly maxLength?: number;
  readonly isOptional?: boolean;
  /** Extra class of the wrapper, for its width. */
  readonly className?: string;
}

/** A text field with its label, hint and error tied together for screen readers. */
export function TextField(props: FieldProps): VNode {
  const { name, isOptional = false } = props;
  const attributes = {
    id: name,
    name,
    value: props.value ?? "",
    required: !isOptional,
    maxLength: props.maxLength ?? 200,
    inputMode: props.inputMode ?? "text",
    autocomplete: props.autocomplete,
    "aria-invalid": props.error === undefined ? undefined : ("true" as const),
    "aria-describedby": describedBy(props),
  };
  return (
    <FieldFrame {...props}>
      {props.type === "email" ? <input type="email" {...attributes} /> : <input type="text" {...attributes} />}
    </FieldFrame>
  );
}

/** A choice from a list, framed like a text field. */
export function SelectField(
  props: FieldProps & { readonly options: readonly (readonly [value: string, label: string])[] },
): VNode {
  return (
    <FieldFrame {...props}>
      <select
        id={props.name}
        name={props.name}
        autocomplete={props.autocomplete}
        aria-invalid={props.error === undefined ? undefined : "true"}
        aria-describedby={describedBy(props)}
      >
        {props.options.map(([value, label]) => (
          <option key={value} value={value} selected={value === props.value}>
            {label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

function FieldFrame(props: FieldProps & { readonly children: VNode }): VNode {
  const { name, label, hint, error, isOptional = false, className = "" } = props;
  return (
    <div class={`field ${className} ${error === undefined ? "" : "field--wrong"}`}>
      <label for={name}>
        {label}
        {isOptional && <span class="field__optional"> (optional)</span>}
      </label>
      {hint !== undefined && (
        <p id={`${name}-hint`} class="field__hint">
          {hint}
        </p>
      )}
      {props.children}
      {error !== undefined && (
        <p id={`${name}-error`} class="field__error">
          {error}
        </p>
      )}
    </div>
  );
}

function describedBy({ name, hint, error }: FieldProps): string | undefined {
  const ids = [hint === undefined ? "" : `${name}-hint`, error === undefined ? "" : `${name}-error`];
  return ids.filter((id) => id !== "").join(" ") || undefined;
}
