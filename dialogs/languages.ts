/**
 * One sentence in the user's own language, when it can be told which it is: by script, or by frequent function words.
 * Nothing more is promised: the assistant works in French.
 */
interface Language {
  sentence: string;
  script?: RegExp;
  words?: ReadonlySet<string>;
}

const words = (list: string) => new Set(list.split(' '));

const languages: readonly Language[] = [
  {
    script: /\p{Script=Arabic}/u,
    sentence: 'عذرًا، أعمل باللغة الفرنسية فقط. يمكنني أن أعطيكم جهة الاتصال في منطقتكم بفرنسا.',
  },
  {
    script: /\p{Script=Cyrillic}/u,
    sentence: 'Вибачте, я працюю лише французькою мовою. / Извините, я работаю только на французском языке.',
  },
  { script: /\p{Script=Han}/u, sentence: '抱歉，我只能用法语交流。' },
  {
    words: words('the is are what how who do you can we my your english speak please hello where have for with and this of'),
    sentence: 'Sorry, I only work in French. I can still give you the contact of your regional network in France.',
  },
  {
    words: words(
      'el los las una que como qué cómo puedo puede ustedes hola gracias español habla hablan para con nuestro nuestra ayuntamiento y por',
    ),
    sentence: 'Lo siento, solo trabajo en francés. Puedo darle el contacto de su red regional en Francia.',
  },
  {
    words: words(
      'der die das ist sind wie was wir sie ich können bitte deutsch sprechen und mit für ein eine unsere stadt guten tag',
    ),
    sentence:
      'Leider arbeite ich nur auf Französisch. Ich kann Ihnen den Kontakt Ihres regionalen Netzwerks in Frankreich nennen.',
  },
  {
    words: words('o os uma você vocês como posso pode obrigado olá português fala falam para com nosso nossa câmara não são'),
    sentence: 'Desculpe, só trabalho em francês. Posso indicar-lhe o contacto da sua rede regional em França.',
  },
  {
    words: words(
      'il gli che come posso può ciao buongiorno grazie italiano parla parlate per con nostro nostra comune siamo sono di',
    ),
    sentence: 'Mi dispiace, lavoro solo in francese. Posso darle il contatto della sua rete regionale in Francia.',
  },
];

/** The apology in the message's language, followed by a blank line; empty when the message is French or cannot be told. */
export function foreignSentence(text: string): string {
  const tokens = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  let best: Language | undefined;
  let most = 1;
  for (const language of languages) {
    if (language.script?.test(text)) return `${language.sentence}\n\n`;
    const hits = tokens.filter((token) => language.words?.has(token)).length;
    if (hits > most) [best, most] = [language, hits];
  }
  return best ? `${best.sentence}\n\n` : '';
}
