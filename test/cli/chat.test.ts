import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import { runChat } from '../../src/cli/chat.js';
import { startTestApp } from '../support/app.js';
import { readFolder } from '../support/read-log.js';

describe('npm run chat', () => {
  it('answers a question with its source in a terminal, and logs the conversation', async function () {
    this.timeout(180_000);
    // Makes the folder and its release; the terminal then has it to itself.
    const app = await startTestApp();
    await app.close();
    const input = new PassThrough();
    const output = new PassThrough();
    let shown = '';
    output.on('data', (chunk: Buffer) => {
      shown += chunk.toString();
    });
    input.write("c'est quoi la loi Oudin-Santini ?\nquitter\n");
    expect(await runChat(app.config, input, output)).to.equal(0);
    expect(shown)
      .to.match(/Passerelle/)
      .and.to.match(/Oudin/)
      .and.to.match(/Source/);
    const { transcripts: store } = await readFolder(app.dataDir);
    const [logged] = await store.list();
    expect(logged?.channelId).to.equal('console');
    expect((await store.read(logged?.id ?? '')).map(({ activity }) => activity.from?.role)).to.include.members(['user', 'bot']);
    await app.remove();
  });
});
