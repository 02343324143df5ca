/** Entry of the chat: fills the page at `/`, or opens the panel that the launcher asks for. */
import { render } from 'preact';
import { Chat } from './chat.js';
import { Conversation } from './conversation.js';
import { createDirectLine } from './direct-line.js';
import { Panel } from './panel.js';
import { createSavedSession } from './saved-session.js';

function createConversation(base: string, network?: string): Conversation {
  return new Conversation({
    directLine: createDirectLine(base, network),
    saved: createSavedSession(() => sessionStorage),
    now: () => Date.now(),
    // Unique within a conversation; crypto.randomUUID is missing on plain http.
    newId: () => Array.from(crypto.getRandomValues(new Uint32Array(3)), (part) => part.toString(36)).join(''),
    isOnline: () => navigator.onLine,
  });
}

const page = document.getElementById('passerelle');
const host = document.querySelector<HTMLElement>('passerelle-chat');
if (page) {
  const conversation = createConversation('');
  void conversation.restore();
  page.replaceChildren();
  render(<Chat conversation={conversation} base="" />, page);
} else if (host?.shadowRoot) {
  const { base = '', network, logo, resume } = host.dataset;
  const conversation = createConversation(base, network);
  void conversation.restore({ embedded: true });
  const mount = document.createElement('div');
  host.shadowRoot.append(mount);
  render(<Panel host={host} base={base} conversation={conversation} logo={logo} resumed={resume !== undefined} />, mount);
}
