/**
 * Prints one node. On the full page the print style sheet does it; inside another site's page (a shadow root) the node is
 * copied to a frame of its own, so that the rest of that page stays off the paper.
 */
export function printNode(node: HTMLElement): void {
  const root = node.getRootNode();
  if (!(root instanceof ShadowRoot)) {
    print();
    return;
  }
  const frame = document.createElement('iframe');
  frame.setAttribute('aria-hidden', 'true');
  frame.className = 'print-frame';
  root.append(frame);
  const inside = frame.contentDocument;
  const sheet = root.querySelector('link');
  if (!inside || !sheet) return;
  const link = inside.createElement('link');
  link.rel = 'stylesheet';
  link.href = sheet.href;
  link.onload = () => {
    frame.contentWindow?.addEventListener('afterprint', () => frame.remove());
    frame.contentWindow?.print();
  };
  const chat = inside.createElement('div');
  chat.className = 'chat';
  chat.append(inside.importNode(node, true));
  inside.documentElement.lang = 'fr';
  inside.head.append(link);
  inside.body.append(chat);
}
