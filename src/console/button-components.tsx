/** What is pressed. */
import type { ComponentChildren } from 'preact';
import { Form } from './form-components.js';

export type ButtonKind = 'primary' | 'plain' | 'danger' | 'quiet';

export interface ButtonProps {
  children: ComponentChildren;
  kind?: ButtonKind;
  name?: string;
  value?: string;
  /** Key that presses it: see KeyHints. */
  shortcut?: string;
  /** For a button whose words are not enough: « Retirer Anne Martin ». */
  label?: string;
  formAction?: string;
}

/** Sends the form it is in. */
export const Button = ({ children, kind = 'primary', name, value, shortcut, label, formAction }: ButtonProps) => (
  <button
    type="submit"
    class={kind}
    name={name}
    value={value}
    data-key={shortcut}
    aria-keyshortcuts={shortcut}
    aria-label={label}
    formaction={formAction}
  >
    {children}
    <Shortcut of={shortcut} />
  </button>
);

/** Readers hear it from `aria-keyshortcuts`. */
const Shortcut = ({ of }: { of?: string }) =>
  of ? (
    <span class="key" aria-hidden="true">
      {of === 'Enter' ? 'Entrée' : of}
    </span>
  ) : null;

/** A link that looks like a button: it goes somewhere and changes nothing. */
export const LinkButton = ({
  href,
  children,
  kind = 'plain',
  shortcut,
  download,
}: {
  href: string;
  children: ComponentChildren;
  kind?: ButtonKind;
  shortcut?: string;
  download?: boolean;
}) => (
  <a class={`button ${kind}`} href={href} data-key={shortcut} aria-keyshortcuts={shortcut} download={download}>
    {children}
    <Shortcut of={shortcut} />
  </a>
);

/** A form that is one button: an action on one thing. `fields` are sent with it. */
export const ActionButton = ({
  action,
  fields = {},
  ...button
}: ButtonProps & { action: string; fields?: Readonly<Record<string, string>> }) => (
  <Form action={action} class="one-button">
    {Object.entries(fields).map(([name, value]) => (
      <input key={name} type="hidden" name={name} value={value} />
    ))}
    <Button {...button} />
  </Form>
);

export const Buttons = ({ children }: { children: ComponentChildren }) => <div class="buttons">{children}</div>;

/** The end of a form: sending it, or leaving for another page with nothing changed. */
export const SendOrCancel = ({ children, back }: { children: ComponentChildren; back: string }) => (
  <Buttons>
    <Button>{children}</Button>
    <LinkButton href={back} kind="quiet">
      Annuler
    </LinkButton>
  </Buttons>
);
