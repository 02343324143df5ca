/** Small French readers of what people answer: numbers, euros, inhabitants, staff time, yes and no, durations. Pure and bounded. */
export { findEuros, readEuros } from './euros.js';
export { afterOwnCorrection, foldAnswer } from './fold.js';
export { type Horizon, horizons, readHorizon } from './horizon.js';
export { type FoundNumber, findNumbers } from './numbers.js';
export { findPopulation, readPopulation } from './population.js';
export { findStaff, readStaff } from './staff.js';
export { readYesNo, type YesNo, yesNoValues } from './yes-no.js';
