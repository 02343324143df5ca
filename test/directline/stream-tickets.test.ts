import { expect } from 'chai';
import { StreamTickets, TICKET_SECONDS } from '../../src/directline/stream-tickets.js';
import { DirectLineTokens } from '../../src/directline/tokens.js';
import { LocalUsedTickets } from '../../src/directline/used-tickets.js';

describe('StreamTickets', () => {
  const key = new Uint8Array(32).fill(7);
  const claims = { conversationId: 'c', userId: 'dl_u' };
  let time: number;
  let used: LocalUsedTickets;
  let tickets: StreamTickets;
  beforeEach(() => {
    time = Date.parse('2026-01-01T00:00:00Z');
    used = new LocalUsedTickets(() => new Date(time));
    tickets = new StreamTickets(key, () => new Date(time), used);
  });

  it('are good once', async () => {
    const ticket = await tickets.issue(claims);
    expect(await tickets.redeem(ticket)).to.deep.equal({ valid: true, claims });
    expect(await tickets.redeem(ticket)).to.deep.equal({ valid: false, reason: 'wrong' });
  });

  it('are good for a minute, also after a restart', async () => {
    const [early, late] = [await tickets.issue(claims), await tickets.issue(claims)];
    time += (TICKET_SECONDS - 1) * 1000;
    expect(
      await new StreamTickets(key, () => new Date(time), new LocalUsedTickets(() => new Date(time))).redeem(early),
    ).to.include({ valid: true });
    time += 2000;
    expect(await tickets.redeem(late)).to.deep.equal({ valid: false, reason: 'expired' });
  });

  it('are forgotten when they could not be used again anyway', async () => {
    for (let i = 0; i < 50; i++) await tickets.redeem(await tickets.issue(claims));
    time += TICKET_SECONDS * 1000;
    await tickets.redeem(await tickets.issue(claims));
    expect((used as unknown as { used: Map<string, number> }).used.size).to.equal(1);
  });

  it('are no tokens, and tokens are no tickets', async () => {
    const tokens = new DirectLineTokens(key, () => new Date(time));
    expect(await tokens.read(await tickets.issue(claims))).to.include({ valid: false });
    expect(await tickets.redeem(await tokens.sign(claims))).to.include({ valid: false });
  });
});
