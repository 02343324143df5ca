const RULES: readonly (readonly [RegExp, string])[] = [
  [/h/g, ''],
  [/y/g, 'i'],
  [/(.)\1+/g, '$1'],
  [/(?:eau|au)x?/g, 'o'],
  [/oe/g, 'e'],
  [/ph/g, 'f'],
  [/sc(?=[ei])/g, 's'],
  [/c(?=[ei])/g, 's'],
  [/gu(?=[ei])/g, 'g'],
  [/g(?=[ei])/g, 'j'],
  [/ge(?=[ao])/g, 'j'],
  [/qu|[cqk]/g, 'k'],
  [/(?:ti)(?=on|el)/g, 'si'],
  [/oi/g, 'w'],
  [/ou/g, 'u'],
  [/(?:ain|ein|in|im)(?![aeiou])/g, '1'],
  [/(?:an|en|am|em)(?![aeiou])/g, '2'],
  [/(?:on|om)(?![aeiou])/g, '3'],
  [/(?:ai|ei|ee|er$|ez$|et$)/g, 'e'],
  [/z/g, 's'],
  [/[esxtdp]+$/g, ''],
  [/(.)\1+/g, '$1'],
];

/** How a normalised French word sounds, roughly: kolektivité, collectivités -> the same key. Linear in the length. */
export function phoneticKey(word: string): string {
  let key = word;
  for (const [pattern, replacement] of RULES) key = key.replace(pattern, replacement);
  return key;
}
