/** What people fill in. Every field has a visible label; hints and errors are tied to it. */
import type { ComponentChildren } from 'preact';
import { usePage } from './page-context.js';

export interface FormProps {
  /** Address: `/console/…`. */
  action: string;
  children: ComponentChildren;
  class?: string;
  id?: string;
  label?: string;
  /** Warns before leaving with changes that were not sent. */
  guard?: boolean;
  /** Address to which the fields are sent (POST) while they are filled in; its answer replaces the content of `previewInto` (an element's id). */
  preview?: string;
  previewInto?: string;
}

/** A form sent by POST, with the session's token. */
export function Form({ action, children, class: className, id, label, guard, preview, previewInto }: FormProps) {
  const { csrf } = usePage();
  return (
    <form
      method="post"
      action={action}
      class={className ?? 'form'}
      id={id}
      aria-label={label}
      data-guard={guard ? '' : undefined}
      data-preview={preview}
      data-preview-into={previewInto}
    >
      <input type="hidden" name="csrf" value={csrf} />
      {children}
    </form>
  );
}

interface FieldFrame {
  label: string;
  name: string;
  /** Where two fields of a page have the same name. */
  id?: string;
  hint?: ComponentChildren;
  error?: string;
  required?: boolean;
  /** The label is for screen readers only: the place says it already. */
  hideLabel?: boolean;
}

const describe = (id: string, { hint, error }: FieldFrame) =>
  [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined;

function Frame({ id, field, children }: { id: string; field: FieldFrame; children: ComponentChildren }) {
  return (
    <div class={field.error ? 'field wrong' : 'field'}>
      <label for={id} class={field.hideLabel ? 'sr' : undefined}>
        {field.label}
        {field.required && <span class="required"> (obligatoire)</span>}
      </label>
      {field.hint && (
        <p class="hint" id={`${id}-hint`}>
          {field.hint}
        </p>
      )}
      {children}
      {field.error && (
        <p class="error" id={`${id}-error`}>
          {field.error}
        </p>
      )}
    </div>
  );
}

export interface FieldProps extends FieldFrame {
  value?: string;
  type?: 'text' | 'search' | 'email' | 'date' | 'number' | 'url';
  /** More than one line: a text area of this height. */
  rows?: number;
  autocomplete?: string;
  maxLength?: number;
  min?: string | number;
  max?: string | number;
  step?: string | number;
  readOnly?: boolean;
  spellcheck?: boolean;
  shortcut?: string;
  /** Suggestions while typing. */
  suggestions?: readonly string[];
}

export function Field(field: FieldProps) {
  const { name, value, type = 'text', rows, required, error, suggestions, shortcut } = field;
  const id = field.id ?? `f-${name}`;
  const shared = {
    id,
    name,
    required,
    maxLength: field.maxLength,
    readOnly: field.readOnly,
    spellcheck: field.spellcheck,
    'aria-describedby': describe(id, field),
    'aria-invalid': error ? ('true' as const) : undefined,
    'data-key': shortcut,
  };
  return (
    <Frame id={id} field={field}>
      {rows ? (
        <textarea {...shared} rows={rows} value={value ?? ''} />
      ) : (
        <input
          {...shared}
          type={type}
          value={value ?? ''}
          autocomplete={field.autocomplete ?? 'off'}
          min={field.min}
          max={field.max}
          step={field.step}
          list={suggestions ? `${id}-list` : undefined}
        />
      )}
      {suggestions && (
        <datalist id={`${id}-list`}>
          {suggestions.map((item) => (
            <option key={item} value={item} />
          ))}
        </datalist>
      )}
    </Frame>
  );
}

export interface Option {
  value: string;
  label: string;
  disabled?: boolean;
}

export function Select(field: FieldFrame & { value?: string; options: readonly Option[]; shortcut?: string }) {
  const { name, value, options, required, error, shortcut } = field;
  const id = field.id ?? `f-${name}`;
  return (
    <Frame id={id} field={field}>
      <select
        id={id}
        name={name}
        required={required}
        aria-describedby={describe(id, field)}
        aria-invalid={error ? 'true' : undefined}
        data-key={shortcut}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
    </Frame>
  );
}

export interface ChoicesProps {
  legend: string;
  name: string;
  options: readonly (Option & { hint?: string; shortcut?: string })[];
  /** What is chosen. */
  values: readonly string[];
  /** One (radio buttons) or several (boxes). */
  several?: boolean;
  hint?: ComponentChildren;
  error?: string;
  /** Where two groups of a page have the same name. */
  id?: string;
  inline?: boolean;
}

/** A group of radio buttons or boxes. */
export function Choices({ legend, name, options, values, several, hint, error, id = `f-${name}`, inline }: ChoicesProps) {
  return (
    <fieldset class={inline ? 'choices inline' : 'choices'} aria-describedby={error ? `${id}-error` : undefined}>
      <legend>{legend}</legend>
      {hint && <p class="hint">{hint}</p>}
      {options.map((option) => (
        <label key={option.value} class="choice">
          <input
            type={several ? 'checkbox' : 'radio'}
            name={name}
            value={option.value}
            checked={values.includes(option.value)}
            disabled={option.disabled}
            data-key={option.shortcut}
            aria-keyshortcuts={option.shortcut}
          />
          <span>
            {option.label}{' '}
            {option.shortcut && (
              <span class="key" aria-hidden="true">
                {option.shortcut}
              </span>
            )}
            {option.hint && <span class="hint">{option.hint}</span>}
          </span>
        </label>
      ))}
      {error && (
        <p class="error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </fieldset>
  );
}

/** One box. */
export const Checkbox = ({
  label,
  name,
  value = 'oui',
  checked,
}: {
  label: string;
  name: string;
  value?: string;
  checked?: boolean;
}) => (
  <label class="choice">
    <input type="checkbox" name={name} value={value} checked={checked} />
    <span>{label}</span>
  </label>
);
