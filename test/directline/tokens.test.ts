import { expect } from 'chai';
import { DirectLineTokens, TOKEN_SECONDS } from '../../src/directline/tokens.js';

describe('DirectLineTokens', () => {
  const key = new Uint8Array(32).fill(7);
  const start = Date.parse('2026-01-01T00:00:00Z');
  const claims = { conversationId: 'c', userId: 'dl_u', network: 'n' };

  it('reads what it signed, until it expires', async () => {
    let time = start;
    const tokens = new DirectLineTokens(key, () => new Date(time));
    const token = await tokens.sign(claims);
    expect(await tokens.read(token)).to.deep.equal({ valid: true, claims });
    time += (TOKEN_SECONDS + 1) * 1000;
    expect(await tokens.read(token)).to.deep.equal({ valid: false, reason: 'expired' });
  });
  it('refuses another key, a changed token, no signature', async () => {
    const now = () => new Date(start);
    const token = await new DirectLineTokens(key, now).sign(claims);
    const other = new DirectLineTokens(new Uint8Array(32).fill(8), now);
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1]}.`;
    expect(await other.read(token)).to.deep.equal({ valid: false, reason: 'wrong' });
    for (const bad of [`${token}x`, token.replace(/\.[^.]+\./, '.e30.'), unsigned, '', 'a.b.c']) {
      expect(await new DirectLineTokens(key, now).read(bad)).to.deep.equal({ valid: false, reason: 'wrong' });
    }
  });
});
