import { LocalConversationFeed } from '../../src/transcripts/conversation-feed.js';
import { itKeepsTheConversationFeedContract } from '../contracts/conversation-feed-contract.js';

describe('LocalConversationFeed', () => {
  itKeepsTheConversationFeedContract(async () => ({
    feed: new LocalConversationFeed(),
    settle: async () => undefined,
    close: async () => undefined,
  }));
});
