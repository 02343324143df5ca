import fc from 'fast-check';

/**
 * What fast-check draws is the same in every run, so that a change is judged by what it changes and not by the draw.
 * `PROPERTY_SEED=<number>` draws otherwise: for looking further, and after changing a property.
 */
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20_261_122) });
