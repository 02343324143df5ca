import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { parse } from 'yaml';
import { findCoverage, formatCoverage } from '../../src/knowledge/coverage.js';
import { readContent } from '../../src/knowledge/read-content.js';
import { readKnowledgeFiles } from '../../src/knowledge/read-files.js';
import type { Entry } from '../../src/knowledge/schema.js';

describe('coverage of the facts', () => {
  it('every fact of the documents has an entry, and the table says so', async () => {
    const { content } = readContent(await readKnowledgeFiles('knowledge'));
    const entries = new Map(content.entries.map(({ value }) => [value.id, value]));
    const coverage = findCoverage(parse(await readFile('knowledge/facts.yaml', 'utf8')) as Record<string, string[]>, entries);
    expect(coverage.rows).to.have.length(208);
    expect(coverage.missing).to.deep.equal([]);
    expect(coverage.unknown).to.deep.equal([]);
    expect(await readFile('knowledge/COUVERTURE.md', 'utf8'), 'run npm run kb -- coverage').to.equal(formatCoverage(coverage));
  });

  it('names facts without an entry, and claims of unknown facts', () => {
    const entry = { id: 'a', theme: 't', title: 'A', facts: ['F001', 'F999'] } as unknown as Entry;
    const coverage = findCoverage({ F001: ['000'], F002: ['001'] }, new Map([['a', entry]]));
    expect(coverage.missing).to.deep.equal(['F002']);
    expect(coverage.unknown).to.deep.equal([{ fact: 'F999', entry: 'a' }]);
  });
});
