/** Where « Données personnelles » stands in the console. */
export const PATH = '/donnees-personnelles';
