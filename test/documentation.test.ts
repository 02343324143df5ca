import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { variableNames } from '../src/config.js';
import { errorCatalogue } from '../src/errors.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

describe('documentation', () => {
  it('.env.example explains every variable, and no other', () => {
    const named = [...read('.env.example').matchAll(/^#? ?([A-Za-z][A-Za-z_]+)=/gm)].map((match) => match[1]);
    expect([...named].sort()).to.deep.equal([...variableNames].sort());
  });

  it('every path that the README names exists', () => {
    const readme = read('README.md');
    const paths = [...readme.matchAll(/`((?:src|dialogs|knowledge|test|deployment)\/[^`\s*<]*)`/g)].map(
      (match) => match[1] ?? '',
    );
    const linked = [...readme.matchAll(/\]\((?!https?:|#)([^)]+)\)/g)].map((match) => match[1] ?? '');
    expect(paths.length).to.be.greaterThan(10);
    expect([...paths, ...linked].filter((path) => !existsSync(join(root, path)))).to.deep.equal([]);
  });

  it('every npm command that the README names exists', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...read('README.md').matchAll(/npm run ([a-z:]+)/g)].map((match) => match[1] ?? '');
    expect(named).not.to.have.length(0);
    expect(named.filter((name) => !(name in scripts))).to.deep.equal([]);
  });

  it('the runbook explains every error code, and no other', () => {
    const explained = [...read('deployment/erreurs.md').matchAll(/^\| `(E_[A-Z_]+)` \|/gm)].map((match) => match[1] ?? '');
    expect([...explained].sort()).to.deep.equal(Object.keys(errorCatalogue).sort());
  });

  it('the guides name only files, commands and settings that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const guides = readdirSync(join(root, 'deployment'), { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('.md'),
    );
    expect(guides).to.include('debian/README.md');
    const wrong = guides.flatMap((guide) => {
      const text = read(join('deployment', guide));
      const links = [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#]+)/g)].map((match) =>
        join('deployment', dirname(guide), match[1] ?? ''),
      );
      const files = [...text.matchAll(/(?<=[\s`])deployment\/[\w./-]+\.(?:service|conf|yaml|md)/g)].map(([path]) => path);
      return [
        ...[...links, ...files].filter((path) => !existsSync(join(root, path))),
        ...[...text.matchAll(/npm run ([a-z:]+)/g)].map((match) => match[1] ?? '').filter((name) => !(name in scripts)),
        ...[...text.matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g)]
          .map((match) => match[1] ?? '')
          .filter((name) => !variableNames.includes(name) && !(name in errorCatalogue)),
      ].map((what) => `${guide}: ${what}`);
    });
    expect(wrong).to.deep.equal([]);
  });

  it('the changelog has the version of package.json', () => {
    const { version } = JSON.parse(read('package.json')) as { version: string };
    expect(read('CHANGELOG.md')).to.include(`## ${version}`);
  });
});
