import { expect } from 'chai';
import fc from 'fast-check';
import { deriveKeys } from '../../src/keys.js';
import { readReceiptCode, writeReceiptCode } from '../../src/privacy/receipt-code.js';
import { createReceipts, type KeyedDocuments } from '../../src/privacy/receipts.js';

const FORM = /^[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2}$/;

describe('a receipt code', () => {
  it('has three groups of four, without letters that look like digits', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 12, maxLength: 32 }), (bytes) => {
        expect(writeReceiptCode(bytes)).to.match(FORM);
      }),
    );
  });

  it('is read as people copy it', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 12, maxLength: 12 }),
        fc.constantFrom('', ' ', '-', ' - ', '.', '–', '\u00a0'),
        fc.boolean(),
        (bytes, separator, small) => {
          const code = writeReceiptCode(bytes);
          const typed = ` ${code
            .replaceAll('-', separator)
            .replaceAll('0', 'O')
            .replaceAll('1', small ? 'l' : 'I')} `;
          expect(readReceiptCode(small ? typed.toLowerCase() : typed)).to.equal(code);
        },
      ),
    );
  });

  it('is nothing else', () => {
    for (const text of ['', 'bonjour', '7K2M-9QXD-04T', '7K2M-9QXD-04TB-1', '7K2M-9QXD-04T!', 'UUUU-UUUU-UUUU', 'é'.repeat(12)])
      expect(readReceiptCode(text), text).to.equal(undefined);
  });

  it('follows from the conversation and the installation’s key, and from nothing less', () => {
    const [ours, theirs] = [1, 2].map((byte) => deriveKeys(Buffer.alloc(32, byte)));
    const codes = [ours, theirs].flatMap((keys) =>
      ['a', 'b'].map((id) => writeReceiptCode(keys?.receipt(`directline ${id}`) ?? new Uint8Array())),
    );
    expect(new Set(codes)).to.have.property('size', 4);
    expect(writeReceiptCode(deriveKeys(Buffer.alloc(32, 1)).receipt('directline a'))).to.equal(codes[0]);
  });
});

describe('receipts', () => {
  const setUp = () => {
    const kept = new Map<string, object>();
    const documents: KeyedDocuments = {
      read: async (keys) => Object.fromEntries(keys.flatMap((key) => (kept.has(key) ? [[key, kept.get(key)]] : []))),
      write: async (changes) => {
        for (const [key, item] of Object.entries(changes)) kept.set(key, item);
      },
      delete: async (keys) => {
        for (const key of keys) kept.delete(key);
      },
    };
    return { kept, documents, receipts: createReceipts(documents, deriveKeys(Buffer.alloc(32, 1)).receipt) };
  };
  const conversation = { id: 'abc', channelId: 'directline' };

  it('lead to their conversation once they were given, and cost nothing before', async () => {
    const { kept, receipts } = setUp();
    expect(await receipts.find(receipts.codeOf(conversation))).to.equal(undefined);
    expect(kept).to.have.property('size', 0);
    const code = await receipts.give(conversation);
    expect(await receipts.give(conversation)).to.equal(code);
    expect(await receipts.find(code.toLowerCase())).to.deep.equal(conversation);
    expect([...kept.keys()]).to.deep.equal([receipts.keyOf(conversation)]);
  });

  it('given under another key of the installation are worth nothing any more', async () => {
    const { documents, receipts } = setUp();
    const code = await receipts.give(conversation);
    expect(await createReceipts(documents, deriveKeys(Buffer.alloc(32, 2)).receipt).find(code)).to.equal(undefined);
  });

  it('of two channels that call a conversation the same are two', () => {
    const { receipts } = setUp();
    expect(receipts.codeOf(conversation)).not.to.equal(receipts.codeOf({ ...conversation, channelId: 'msteams' }));
  });
});
