/** The subset of Markdown that our content uses, parsed to data; the view makes nodes of it, never innerHTML. */

export type Inline =
  | string
  | { kind: 'strong' | 'em'; children: Inline[] }
  | { kind: 'link'; href: string; children: Inline[] }
  | { kind: 'br' };

export type Block =
  | { kind: 'p'; children: Inline[] }
  /** A paragraph wholly in italics: our sources line. */
  | { kind: 'quiet'; children: Inline[] }
  | { kind: 'heading'; children: Inline[] }
  | { kind: 'ul'; items: Inline[][] }
  | { kind: 'ol'; start: number; items: Inline[][] };

const MAX_DEPTH = 4;

/** Parses a reply. Anything that is not understood stays as text. */
export function parseMarkdown(text: string): Block[] {
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  let list: { kind: 'ul' | 'ol'; start: number; items: string[] } | undefined;

  const endParagraph = () => {
    if (paragraph.length > 0) blocks.push(readParagraph(paragraph));
    paragraph = [];
  };
  const endList = () => {
    if (!list) return;
    const items = list.items.map((item) => parseInline(item));
    blocks.push(list.kind === 'ul' ? { kind: 'ul', items } : { kind: 'ol', start: list.start, items });
    list = undefined;
  };

  for (const raw of text.split('\n')) {
    const line = raw.trim();
    const item = readItem(line);
    if (line === '') {
      endParagraph();
    } else if (item) {
      endParagraph();
      if (list?.kind !== item.kind) endList();
      list ??= { kind: item.kind, start: item.number, items: [] };
      list.items.push(item.text);
    } else if (list && /^\s/.test(raw)) {
      list.items.push(`${list.items.pop() ?? ''}\n${line}`);
    } else {
      endList();
      const heading = /^#{1,6} +(.+)$/.exec(line)?.[1];
      if (heading === undefined) {
        paragraph.push(line);
      } else {
        endParagraph();
        blocks.push({ kind: 'heading', children: parseInline(heading) });
      }
    }
  }
  endParagraph();
  endList();
  return blocks;
}

function readItem(line: string): { kind: 'ul' | 'ol'; number: number; text: string } | undefined {
  const bullet = /^[-*•] +(.+)$/.exec(line)?.[1];
  if (bullet !== undefined) return { kind: 'ul', number: 1, text: bullet };
  const [, number, text] = /^(\d{1,3})[.)] +(.+)$/.exec(line) ?? [];
  return number !== undefined && text !== undefined ? { kind: 'ol', number: Number(number), text } : undefined;
}

function readParagraph(lines: readonly string[]): Block {
  const children = parseInline(lines.join('\n'));
  const [only] = children;
  if (children.length === 1 && typeof only === 'object' && only.kind === 'em') return { kind: 'quiet', children: only.children };
  return { kind: 'p', children };
}

/** Parses bold, italics, links, addresses and line ends. */
export function parseInline(text: string, depth = 0): Inline[] {
  const nodes: Inline[] = [];
  let plain = '';
  const push = (node: Inline) => {
    if (plain !== '') nodes.push(...linkAddresses(plain, depth));
    plain = '';
    nodes.push(node);
  };
  let at = 0;
  while (at < text.length) {
    const found = depth < MAX_DEPTH ? readSpan(text, at, depth) : undefined;
    if (found) {
      push(found.node);
      at = found.end;
    } else if (text[at] === '\n') {
      push({ kind: 'br' });
      at += 1;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  if (plain !== '') nodes.push(...linkAddresses(plain, depth));
  return nodes;
}

function readSpan(text: string, at: number, depth: number): { node: Inline; end: number } | undefined {
  const mark = text[at];
  if (mark === '[') return readLink(text, at, depth);
  if (mark !== '*' && mark !== '_') return undefined;
  const double = text[at + 1] === mark;
  const width = double ? 2 : 1;
  // An underscore inside a word and a star before a space are not marks.
  if (/\s/.test(text[at + width] ?? ' ') || (mark === '_' && /\w/.test(text[at - 1] ?? ''))) return undefined;
  const close = findClose(text, at + width, mark, width);
  if (close <= at + width) return undefined;
  return {
    node: { kind: double ? 'strong' : 'em', children: parseInline(text.slice(at + width, close), depth + 1) },
    end: close + width,
  };
}

/** Index of the closing run of exactly `width` marks, or -1. */
function findClose(text: string, from: number, mark: string, width: number): number {
  for (let at = text.indexOf(mark, from); at !== -1; ) {
    let end = at;
    while (text[end] === mark) end += 1;
    if (end - at === width || end - at === 3) return end - width;
    at = text.indexOf(mark, end);
  }
  return -1;
}

function readLink(text: string, at: number, depth: number): { node: Inline; end: number } | undefined {
  const middle = text.indexOf('](', at);
  if (middle === -1) return undefined;
  let open = 1;
  let end = middle + 2;
  for (; end < text.length && open > 0; end += 1) {
    if (text[end] === '(') open += 1;
    else if (text[end] === ')') open -= 1;
  }
  const href = safeHref(text.slice(middle + 2, end - 1));
  if (open > 0 || href === undefined) return undefined;
  return {
    node: { kind: 'link', href, children: parseInline(text.slice(at + 1, middle), Math.max(depth + 1, MAX_DEPTH - 1)) },
    end,
  };
}

/** Only addresses that cannot run anything. */
export function safeHref(href: string): string | undefined {
  return /^(?:https?:\/\/|mailto:|tel:|\/(?!\/))[^\s]*$/i.test(href) ? href : undefined;
}

/** Makes links of bare web and e-mail addresses, and lets French punctuation cling to its word. */
function linkAddresses(text: string, depth: number): Inline[] {
  if (depth >= MAX_DEPTH - 1) return [typeset(text)];
  return text
    .split(/(\s+)/)
    .reduce<Inline[]>((nodes, word) => {
      if (word.length > 500) return appendText(nodes, word);
      const address =
        /^[("«]?((?:https?:\/\/|www\.)[^\s]{3,}?|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4})[.,;:!?)"»]*$/i.exec(word)?.[1];
      if (address === undefined) return appendText(nodes, word);
      const start = word.indexOf(address);
      const href =
        address.includes('@') && !address.includes('/') ? `mailto:${address}` : address.replace(/^www\./i, 'https://www.');
      const before = appendText(nodes, word.slice(0, start));
      return appendText([...before, { kind: 'link', href, children: [address] }], word.slice(start + address.length));
    }, [])
    .map((node) => (typeof node === 'string' ? typeset(node) : node));
}

function appendText(nodes: Inline[], text: string): Inline[] {
  const last = nodes.at(-1);
  if (text === '') return nodes;
  return typeof last === 'string' ? [...nodes.slice(0, -1), last + text] : [...nodes, text];
}

/** No-break spaces where French typography wants them, so that no line begins with a colon. */
export function typeset(text: string): string {
  return text
    .replace(/« /g, '«\u00a0')
    .replace(/ (?=[:;!?»%€])/g, '\u00a0')
    .replace(/(\d) (?=\d{3}(?!\d))/g, '$1\u00a0');
}

/** The words of a reply without marks: for screen readers' announcement and for copying. */
export function toPlainText(text: string): string {
  const words = (nodes: readonly Inline[]): string =>
    nodes.map((node) => (typeof node === 'string' ? node : node.kind === 'br' ? '\n' : words(node.children))).join('');
  return parseMarkdown(text)
    .map((block) => {
      if (block.kind === 'ul') return block.items.map((item) => `– ${words(item)}`).join('\n');
      if (block.kind === 'ol') return block.items.map((item, index) => `${block.start + index}. ${words(item)}`).join('\n');
      return words(block.children);
    })
    .join('\n\n');
}
