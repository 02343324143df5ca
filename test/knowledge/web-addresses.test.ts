import { expect } from 'chai';
import type { ConsoleRequest } from '../../src/console/console-page.js';
import { readNewSource } from '../../src/console/knowledge/entry-form.js';
import { networkCardSchema } from '../../src/knowledge/contact-schema.js';
import { sourceSchema } from '../../src/knowledge/schema.js';

describe('addresses in the base', () => {
  const source = { id: 'a', title: 'Une loi', publisher: 'État', date: null };
  const evil = [
    'javascript:alert(1)',
    'JavaScript://a.example/%0aalert(1)',
    'data:text/html,<b>',
    'file:///etc/passwd',
    'ftp://a.example',
  ];

  it('of sources and networks lead to the web alone', () => {
    expect(sourceSchema.safeParse({ ...source, url: 'https://a.example/b?c=d' }).success).to.equal(true);
    for (const url of evil) {
      expect(sourceSchema.safeParse({ ...source, url }).success, url).to.equal(false);
      const website = { value: url, source: 'a', asOf: null };
      const named = networkCardSchema.safeParse({ website }).error?.issues.map(({ path }) => path[0]);
      expect(named, url).to.include('website');
    }
  });

  it('are refused where they are typed', () => {
    for (const url of evil) {
      const form = { 'source-titre': 'Une loi', 'source-editeur': 'État', 'source-adresse': url };
      expect(readNewSource({ form } as unknown as ConsoleRequest, new Map()), url).to.have.property('error');
    }
  });
});
