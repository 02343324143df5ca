/** The reading of a message: whose places are named in it, and which one is the user's. */
import { readForeign, separate } from './abroad.js';
import type { Atlas } from './atlas.js';
import { type Candidate, collectCandidates } from './candidates.js';
import { findCodes } from './codes.js';
import { chooseHomonym } from './homonyms.js';
import { findNames } from './names.js';
import { readDemonym, readUnknownCode, readUnknownName, readVague, type VagueReading } from './no-place.js';
import type { Row } from './place-index.js';
import { overlaps, readTokens, sliceText } from './text.js';
import type { FindOptions, PlaceReading } from './types.js';
import { isShouting, type Scene, THRESHOLD, THRESHOLD_EXPECTED } from './weigh.js';

/** Reads the user's own place in a message; what each outcome means is said in `types.ts`. */
export function findPlace(atlas: Atlas, text: string, { expected = false, near }: FindOptions = {}): PlaceReading {
  const tokens = readTokens(text);
  if (tokens.length === 0) return { outcome: 'none' };
  const scene: Scene = { index: atlas.index, words: atlas.words, tokens, expected, shouting: isShouting(tokens) };
  const { names, foreign } = separate(scene, findNames(atlas.index, tokens), atlas.foreign.find(tokens));
  const codes = findCodes(atlas.index, tokens, text).filter(
    (code) => !names.some((name) => overlaps(name, code) && name.to - name.from > 1),
  );
  const best = pickBest(scene, collectCandidates(scene, atlas.spelling, { names, foreign, codes }));
  const abroad = readForeign(atlas, scene, foreign, text);
  if (abroad && !(best && (best.own || !abroad.own))) return abroad.reading;
  const vague = readVague(atlas, scene, text);
  if (vague && (!best || yieldsTo(scene, best, vague))) return vague.reading;
  if (best?.country !== undefined) return { outcome: 'foreign', name: sliceText(tokens, best, text), country: best.country };
  if (best) return say(scene, best, text, near?.region);
  return (
    readUnknownCode(scene, codes, text) ??
    readDemonym(atlas, scene) ??
    readUnknownName(scene, [...foreign, ...codes], text) ?? { outcome: 'none' }
  );
}

/** The heaviest; but of « à Eu, en Seine-Maritime », which are both clear, the smaller one. */
function pickBest(scene: Scene, candidates: readonly Candidate[]): Candidate | undefined {
  const threshold = scene.expected ? THRESHOLD_EXPECTED : THRESHOLD;
  const clear = candidates.filter((one) => one.weight >= threshold).sort((a, b) => b.weight - a.weight);
  const [best] = clear;
  if (!best) return undefined;
  return clear.find((one) => one !== best && one.within.some((whole) => whole === best.from)) ?? best;
}

/** « le Perche » lies in two regions, though small places bear the name. */
function yieldsTo(scene: Scene, best: Candidate, vague: VagueReading): boolean {
  if (best.from < vague.from || best.to > vague.to) return false;
  if (!vague.hasArticle && best.to - best.from === 1 && best.own && best.distance === 0) return false;
  const longer = best.to - best.from < vague.to - vague.from;
  return best.distance > 0 || longer || best.homonyms.every(({ id }) => isSmall(scene.index.row(id)));
}

function isSmall(row: Row): boolean {
  return row.kind === 'epci' || row.population < 5000;
}

function say(scene: Scene, best: Candidate, text: string, region: string | undefined): PlaceReading {
  const { index, tokens } = scene;
  const choice = chooseHomonym(index, best.homonyms, { region, strict: best.begun });
  if (!choice) return { outcome: 'none' };
  if ('options' in choice)
    return { outcome: 'ambiguous', name: sliceText(tokens, best, text), options: choice.options.map((id) => index.place(id)) };
  const place = index.place(choice.one);
  const others = choice.others.slice(0, 6).map((id) => index.place(id));
  const span: [number, number] = [tokens[best.from]?.start ?? 0, tokens[best.to - 1]?.end ?? text.length];
  // a postcode of several communes tells the region, not the commune
  const most = best.code === 'postcode' && best.homonyms.length > 1 ? 0.7 : 1;
  const confidence = Math.max(0.3, Math.min(most, best.weight) - 0.15 * best.distance - (others.length > 0 ? 0.05 : 0));
  return { outcome: 'found', place, confidence, ...(best.distance > 0 ? { corrected: place.name } : {}), others, span };
}
