import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { variableNames } from '../../src/config.js';

const read = (path: string) => readFileSync(join(import.meta.dirname, '../../deployment', path), 'utf8');

describe('deployment on Azure', () => {
  it('the Bicep file sets only variables that the service reads (and Azure’s own)', () => {
    const names = [...read('azure/main.bicep').matchAll(/\{ name: '([A-Za-z_]+)', value:/g)].map((match) => match[1] ?? '');
    expect(names).to.include.members([
      'MicrosoftAppId',
      'MicrosoftAppTenantId',
      'MicrosoftAppPassword',
      'PUBLIC_URL',
      'DATA_DIR',
    ]);
    expect(names.filter((name) => !name.startsWith('WEBSITES_') && !variableNames.includes(name))).to.deep.equal([]);
  });

  it('the guide has a line for every error of the sign-in service that the doctor knows', () => {
    const doctor = readFileSync(join(import.meta.dirname, '../../src/teams/check-registration.ts'), 'utf8');
    const codes = [...doctor.matchAll(/^ {2}(AADSTS\d+):/gm)].map((match) => match[1] ?? '');
    expect(codes).to.have.length(5);
    const guide = read('azure/README.md');
    expect(codes.filter((code) => !guide.includes(code))).to.deep.equal([]);
  });

  it('the guide names only variables that exist', () => {
    const named = [...read('azure/README.md').matchAll(/^ {3}([A-Za-z_]+)=/gm)].map((match) => match[1] ?? '');
    expect(named).to.have.length.above(4);
    expect(named.filter((name) => !variableNames.includes(name))).to.deep.equal([]);
  });
});
