/** A write whose eTag is not the stored one: somebody else wrote in between. */
export class ETagConflictError extends Error {
  constructor(key: string) {
    super(`eTag conflict on ${key}`);
    this.name = 'ETagConflictError';
  }
}
