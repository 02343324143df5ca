// Runs in the page: renders a card with the `adaptivecards` library, set up as Teams' light theme as far as it matters here.
window.renderCard = (json) => {
  const { AdaptiveCard, HostConfig, SerializationContext, Versions } = window.AdaptiveCards;
  const toHtml = (text) => text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
  const inline = (text) =>
    toHtml(text)
      .replace(/\*\*(.+?)\*\*/g, '<strong>$1</strong>')
      .replace(/\[([^\]]+)\]\(([^)]+)\)/g, '<a href="$2">$1</a>');
  // The part of Markdown that Teams reads in cards: bold, links, lists; lines broken at \r.
  AdaptiveCard.onProcessMarkdown = (text, result) => {
    const lines = text.split(/[\r\n]+/).map((line) => {
      const [, mark, item] = /^(-|\d+\.) (.*)$/.exec(line) ?? [];
      if (!mark) return `<p>${inline(line)}</p>`;
      return mark === '-' ? `<ul><li>${inline(item)}</li></ul>` : `<ol><li>${inline(item)}</li></ol>`;
    });
    result.outputHtml = lines.join('').replaceAll('</ul><ul>', '').replaceAll('</ol><ol>', '');
    result.didProcess = true;
  };
  const adaptive = new AdaptiveCard();
  const colours = { default: { default: '#242424', subtle: '#616161' } };
  adaptive.hostConfig = new HostConfig({
    fontFamily: 'Segoe UI, system-ui, sans-serif',
    actions: { actionsOrientation: 'vertical', actionAlignment: 'stretch', maxActions: 6, buttonSpacing: 8 },
    containerStyles: {
      default: { backgroundColor: '#ffffff', foregroundColors: colours },
      emphasis: { backgroundColor: '#f0f0f0', foregroundColors: colours },
    },
    factSet: { spacing: 12, title: { weight: 'bolder', wrap: true, maxWidth: 120 }, value: { wrap: true } },
  });
  const context = new SerializationContext(Versions.v1_5);
  adaptive.parse(json, context);
  const rendered = adaptive.render();
  document.querySelector('main').replaceChildren(rendered);
  return {
    // The library tests « lang » with a regular expression that keeps its place between cards: every second « fr » is refused.
    events: Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message).filter(
      (message) => message !== 'Invalid value "fr" for property "lang".',
    ),
    text: rendered.textContent,
    buttons: rendered.querySelectorAll('button').length,
  };
};
