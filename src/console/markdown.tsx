/** A reply as the chat shows it: the same parser as the widget's, so that a page of the console shows what visitors saw. */
import type { ComponentChildren } from 'preact';
import { type Block, type Inline, parseMarkdown } from '../widget/markdown.js';

export const Markdown = ({ text }: { text: string }) => <>{parseMarkdown(text).map(renderBlock)}</>;

function renderBlock(block: Block): ComponentChildren {
  switch (block.kind) {
    case 'p':
      return <p>{block.children.map(renderInline)}</p>;
    case 'quiet':
      return <p class="hint">{block.children.map(renderInline)}</p>;
    case 'heading':
      return (
        <p>
          <strong>{block.children.map(renderInline)}</strong>
        </p>
      );
    case 'ul':
      return <ul>{block.items.map(renderItem)}</ul>;
    case 'ol':
      return <ol start={block.start}>{block.items.map(renderItem)}</ol>;
  }
}

const renderItem = (item: Inline[]) => <li>{item.map(renderInline)}</li>;

function renderInline(node: Inline): ComponentChildren {
  if (typeof node === 'string') return node;
  switch (node.kind) {
    case 'br':
      return <br />;
    case 'strong':
      return <strong>{node.children.map(renderInline)}</strong>;
    case 'em':
      return <em>{node.children.map(renderInline)}</em>;
    case 'link':
      return (
        <a href={node.href} target="_blank" rel="noopener noreferrer">
          {node.children.map(renderInline)}
          <span class="sr"> (nouvel onglet)</span>
        </a>
      );
  }
}
