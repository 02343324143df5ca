/** Geography: from any place that an élu names to a commune, an intercommunality, a département or a region of France. */
export { createGazetteer } from './gazetteer.js';
export type { FindOptions, Gazetteer, Place, PlaceKind, PlaceReading } from './types.js';
