/**
 * The one script tag for other sites: `<script src="https://…/widget.js" defer data-network="…"></script>`.
 * Shows a button; the chat itself is fetched when it is pressed. Nothing is stored and nobody is called before that.
 */
import css from './launcher.css';
import { launcherStrings as strings } from './strings.fr.js';

const script = document.currentScript;
if (script instanceof HTMLScriptElement) install(script);

function install(source: HTMLScriptElement): void {
  const base = source.src.replace(/\/widget\.js.*$/, '');
  const host = document.createElement('passerelle-chat');
  Object.assign(host.dataset, source.dataset, { base });
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];

  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'launcher';
  button.lang = 'fr';
  button.setAttribute('aria-haspopup', 'dialog');
  button.setAttribute('aria-expanded', 'false');
  const label = source.dataset.label ?? strings.openShort;
  // The words that are seen belong to the name that is heard.
  button.ariaLabel = `${strings.open} – ${label}`;
  button.append(drawBridge(), label);
  const note = document.createElement('p');
  note.className = 'launcher-note';
  note.setAttribute('role', 'status');
  note.hidden = true;
  root.append(button, note);

  let loaded = false;
  const load = () => {
    button.setAttribute('aria-busy', 'true');
    note.hidden = true;
    const chat = document.createElement('script');
    chat.src = `${base}/widget/chat.js`;
    chat.onload = () => {
      loaded = true;
      button.removeAttribute('aria-busy');
    };
    chat.onerror = () => {
      chat.remove();
      button.removeAttribute('aria-busy');
      note.textContent = strings.loadFailed;
      note.hidden = false;
    };
    document.head.append(chat);
  };
  button.onclick = () => {
    if (loaded) host.dispatchEvent(new Event('passerelle-open'));
    else load();
  };
  // The panel says when it opens and closes; the button gets the focus back.
  host.addEventListener('passerelle-opened', () => button.setAttribute('aria-expanded', 'true'));
  host.addEventListener('passerelle-closed', () => {
    button.setAttribute('aria-expanded', 'false');
    button.focus();
  });

  document.body.append(host);
  if (wasOpen()) {
    host.dataset.resume = '';
    load();
  }
}

/** The conversation was open on the page before this one. */
function wasOpen(): boolean {
  try {
    return sessionStorage.getItem('passerelle-open') === '1';
  } catch {
    return false;
  }
}

function drawBridge(): SVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const attributes = {
    viewBox: '0 0 24 24',
    width: '26',
    height: '26',
    fill: 'none',
    stroke: 'currentColor',
    'stroke-width': '1.8',
    'stroke-linecap': 'round',
    'aria-hidden': 'true',
  };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
  const path = document.createElementNS(svg.namespaceURI, 'path');
  path.setAttribute('d', 'M2 18c4-7 16-7 20 0M2 12.5c4-7 16-7 20 0M2 12.5V18M7.3 8.1v5.5M12 7.2v5.5M16.7 8.1v5.5M22 12.5V18');
  svg.append(path);
  return svg as SVGElement;
}
