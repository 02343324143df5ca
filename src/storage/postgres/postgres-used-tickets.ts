import type { UsedTickets } from '../../directline/used-tickets.js';
import type { Database } from './database.js';

const use = {
  name: 'tickets.use',
  text: `WITH forgotten AS (DELETE FROM used_tickets WHERE expires < $3)
    INSERT INTO used_tickets (id, expires) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING`,
};

/** Used stream tickets, known to every instance; each new one sweeps out those that have expired. */
export class PostgresUsedTickets implements UsedTickets {
  constructor(
    private readonly database: Database,
    private readonly now: () => Date,
  ) {}

  async use(id: string, expires: number): Promise<boolean> {
    return (await this.database.change(use, [id, expires, Math.floor(this.now().getTime() / 1000)])) === 1;
  }
}
