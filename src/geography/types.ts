/** What the geography room hands out. Codes are those of the Code officiel géographique (INSEE). */

export type PlaceKind = 'commune' | 'commune-deleguee' | 'arrondissement' | 'epci' | 'departement' | 'region' | 'ancienne-region';

export interface Place {
  kind: PlaceKind;
  /** Official name. */
  name: string;
  /** INSEE code (SIREN for an intercommunality). */
  code: string;
  /** Absent for regions and for the overseas collectivities that have none. */
  departement?: { code: string; name: string };
  region: { code: string; name: string };
  /** Inhabitants (municipal population), where the official data give it. */
  population?: number;
  /** Name of the current commune (or region) that a former one belongs to now. */
  today?: string;
  /** The authority that an élu of this place speaks for. */
  authority: 'commune' | 'epci' | 'departement' | 'region';
}

export type PlaceReading =
  | {
      outcome: 'found';
      place: Place;
      /** 0..1: 1 for an exact name in a clear sentence, about 0.6 for a doubtful correction. */
      confidence: number;
      /** How the typed name was read, when it was misspelt. */
      corrected?: string;
      /** Less likely homonyms, for « ce n'est pas la bonne ? ». */
      others: Place[];
      /** Offsets of the name in the text. */
      span: [number, number];
    }
  | { outcome: 'ambiguous'; name: string; options: Place[] }
  | { outcome: 'foreign'; name: string; country: string }
  | { outcome: 'unknown'; name: string }
  | { outcome: 'vague'; name: string }
  | { outcome: 'none' };

export interface FindOptions {
  /** The message answers « dans quelle commune… ? » or asks for a contact: a bare unknown word may be a place. */
  expected?: boolean;
  /** Region (INSEE code) that is already known: it decides between homonyms, never against an explicit place. */
  near?: { region?: string };
}

export interface Gazetteer {
  /** Reads the user's own place in a message of any length. */
  findPlace(text: string, options?: FindOptions): PlaceReading;
  /** The place of this kind with this code, if any. */
  placeByCode(kind: PlaceKind, code: string): Place | undefined;
  /** The option that the text names (« la deuxième », « 26 », « celui de la Réunion »), if it names exactly one. */
  chooseAmong(options: Place[], text: string): Place | undefined;
}
