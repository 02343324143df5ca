/** The console's only script: comforts. Every page works without it. Bundled by `src/console/build.ts`. */
const KEYS_OFF = 'passerelle-console-keys-off';

/** Fields take every key for themselves; boxes and radio buttons do not. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches('textarea, select, input:not([type=checkbox], [type=radio], [type=submit], [type=button])'));

/** Whether this browser has turned shortcuts off; where nothing may be stored, they are on at each page. */
function recall(): boolean {
  try {
    return localStorage.getItem(KEYS_OFF) !== null;
  } catch {
    return false;
  }
}

function remember(off: boolean): void {
  try {
    if (off) localStorage.setItem(KEYS_OFF, '1');
    else localStorage.removeItem(KEYS_OFF);
  } catch {
    // Forgotten with the page.
  }
}

/** Single-key shortcuts on elements with `data-key`. They can be turned off, and the browser remembers it. */
function enableKeys(): void {
  const hints = document.querySelector<HTMLElement>('[data-key-hints]');
  const toggle = document.querySelector<HTMLButtonElement>('[data-key-switch]');
  if (hints) hints.hidden = false;
  let off = recall();
  const show = () => {
    toggle?.setAttribute('aria-pressed', String(!off));
    document.documentElement.classList.toggle('keys-off', off);
  };
  toggle?.addEventListener('click', () => {
    off = !off;
    remember(off);
    show();
  });
  show();
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (off || isTyping(event.target)) return;
    // Enter belongs to what has the focus, when that is something one presses.
    if (event.key === 'Enter' && event.target instanceof HTMLElement && event.target.closest('a, button, summary, input')) return;
    const marked = [...document.querySelectorAll<HTMLElement>('[data-key]')];
    const element = marked.find(({ dataset, offsetParent }) => dataset.key === event.key && offsetParent !== null);
    if (!element) return;
    event.preventDefault();
    if (element.matches('input:not([type=checkbox], [type=radio]), select, textarea')) element.focus();
    else element.click();
  });
}

/** Sends a form's fields while they are filled in and shows the answer: what the service rendered, as every page. */
function enablePreview(form: HTMLFormElement): void {
  const { preview, previewInto } = form.dataset;
  const place = previewInto ? document.getElementById(previewInto) : null;
  if (!preview || !place) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let request: AbortController | undefined;
  const refresh = async () => {
    request?.abort();
    request = new AbortController();
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === 'string') fields.append(name, value);
    try {
      const answer = await fetch(preview, { method: 'POST', body: fields, signal: request.signal, redirect: 'error' });
      if (answer.ok) place.innerHTML = await answer.text();
    } catch {
      // The next change asks again; the form itself does not depend on it.
    }
  };
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => void refresh(), 400);
  });
}

/** Warns before changes are lost. */
function enableGuard(form: HTMLFormElement): void {
  let changed = false;
  form.addEventListener('input', () => {
    changed = true;
  });
  form.addEventListener('submit', () => {
    changed = false;
  });
  window.addEventListener('beforeunload', (event) => {
    if (changed) event.preventDefault();
  });
}

/** Milliseconds after which a form that has not left the page (a download) may be sent again. */
const AGAIN_AFTER = 5000;

/** An action is sent once, however often its button is pressed. */
function sendOnce(form: HTMLFormElement): void {
  let sentAt = Number.NEGATIVE_INFINITY;
  form.addEventListener('submit', (event) => {
    if (event.timeStamp - sentAt < AGAIN_AFTER) event.preventDefault();
    else sentAt = event.timeStamp;
  });
}

document.documentElement.classList.add('scripted');
enableKeys();
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-preview]')) enablePreview(form);
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-guard]')) enableGuard(form);
for (const form of document.querySelectorAll<HTMLFormElement>('form[method=post]')) sendOnce(form);
