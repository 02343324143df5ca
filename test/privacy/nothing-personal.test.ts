import { expect } from 'chai';
import { type Conversation, post } from '../support/direct-line-client.js';
import { startLoopbackConnector } from '../support/loopback-connector.js';
import { findTraces, writingsOf } from '../support/read-everything.js';
import { giveOpinion, type StaffedApp, startStaffedApp } from '../support/staffed-app.js';
import { TeamsConversation } from '../support/teams-conversation.js';
import { type Backend, backends } from './backends.js';

/** What a person may let slip, one of each kind that is recognised; invented, and of the right form (keys, checksums). */
const personal = {
  email: 'karim.benali@mairie-exemple.fr',
  phone: '06 39 98 41 27',
  iban: 'FR76 3000 6000 0112 3456 7890 189',
  card: '4111 1111 1111 1111',
  nir: '1 85 05 78 006 084 91',
  plate: 'AB-123-CD',
  address: '12 rue des Lilas',
  name: 'Benali',
} as const;
/** What channels tell of a person beside the words. */
const ids = ['29:karim-secret-id', 'aad-karim-secret', 'dl_karim-secret', 'Karim B. de Lunel'];
const secrets = [...Object.values(personal), ...ids];

const { email, phone, iban, card, nir, plate, address } = personal;
const sentences = [
  `je m'appelle Karim Benali, écrivez-moi à ${email}`,
  `mon téléphone est le ${phone}`,
  `notre IBAN est ${iban}`,
  `ma carte bancaire : ${card}`,
  `mon numéro de sécurité sociale est le ${nir}`,
  `ma voiture est immatriculée ${plate}`,
  `j'habite au ${address}, 34400 Lunel`,
];

describe('how traces are looked for', () => {
  it('finds a value in every usual writing', () => {
    const written = [
      `mail=${encodeURIComponent(email)}`,
      email.toUpperCase(),
      phone.replaceAll(' ', ''),
      phone.replaceAll(' ', '\u00a0'),
      phone.replaceAll(' ', '+'),
      Buffer.from(`un texte avec ${phone} dedans`).toString('base64'),
      Buffer.from(`${email}`).toString('base64url'),
      Buffer.from(`..${iban}`).toString('hex'),
      JSON.stringify({ text: `rue ${'é'} ${address}` }),
    ];
    for (const text of written)
      expect(findTraces(Buffer.from(text).toString('latin1'), [email, phone, iban, address]), text).to.have.length(1);
    expect(findTraces('rien de tout cela', secrets)).to.deep.equal([]);
    expect(writingsOf('Léa Noël')).to.include('L\\u00e9a No\\u00ebl');
  });
});

for (const [name, open] of Object.entries(backends)) {
  describe(`nothing personal is kept: ${name}`, () => {
    let backend: Backend;
    let app: StaffedApp;
    let connector: Awaited<ReturnType<typeof startLoopbackConnector>>;
    before(async function () {
      this.timeout(300_000);
      backend = await open();
      app = await startStaffedApp(backend.environment);
      connector = await startLoopbackConnector();
    });
    after(async () => {
      await app?.close();
      await app?.remove();
      await connector?.close();
    });

    const send = (conversation: Conversation, activity: object) =>
      post(`${app.url}/v3/directline/conversations/${conversation.id}/activities`, activity, conversation.token);

    it('whichever door, field and dialog it came through', async function () {
      this.timeout(120_000);
      // Said in words, on the site: to the assistant, in the guided choice, in answer to the question about the place.
      const { conversation, replies } = await app.play(...sentences, "Qu'est-ce que l'AICT ?");
      for (const sentence of sentences) {
        await conversation.say("quel niveau d'engagement choisir ?");
        await conversation.say(`${sentence}, nous sommes une commune de 3 500 habitants`);
        await conversation.say('stop');
      }
      await conversation.say('Qui est mon contact ?');
      await conversation.say(sentences[6] ?? '');
      // Where a page may put anything: values, marks, names of events, files, the sender.
      // A name alone may be anybody's, a place's too: it is one where somebody introduces himself.
      for (const secret of [...Object.values(personal).slice(0, -1), 'je m’appelle Karim Benali']) {
        const from = { id: 'dl_karim-secret', name: 'Karim B. de Lunel' };
        const marks = { clientActivityID: 'x1', note: secret, postBack: true };
        await send(conversation, { type: 'message', text: 'bonjour', value: { note: secret }, channelData: marks, from });
        await send(conversation, { type: 'message', text: secret, locale: secret.slice(0, 35), from });
        await send(conversation, { type: 'event', name: `mon ${secret}`, value: secret, from });
        await send(conversation, { type: 'message', attachments: [{ contentType: 'text/plain', name: `${secret}.txt` }], from });
      }
      // As an opinion on a reply, and as what it is about.
      for (const sentence of sentences) await giveOpinion(app.url, conversation, replies.at(-1)?.[0], 'dislike', sentence);
      await send(conversation, {
        type: 'event',
        name: 'message/submitAction',
        value: { actionName: 'feedback', replyToId: email, actionValue: { reaction: 'like', feedback: email } },
      });

      // On Teams: words, mentions, clicks, edits, reactions, opinions.
      const teams = new TeamsConversation(app.url, connector, 'a:teams-personnel');
      const from = { id: '29:karim-secret-id', name: 'Karim B. de Lunel', aadObjectId: 'aad-karim-secret' };
      for (const sentence of sentences) {
        await teams.say(sentence, { from });
        await teams.post({ type: 'message', text: '', value: { passerelle: { text: sentence, asks: 'kind' } }, from });
        await teams.post({
          type: 'message',
          text: 'oui',
          value: { passerelle: { text: 'oui', asks: sentence.slice(-50) } },
          from,
        });
        await teams.post({ type: 'messageUpdate', text: sentence, channelData: { eventType: 'editMessage' }, from });
        await teams.post({
          type: 'invoke',
          name: 'message/submitAction',
          replyToId: 'reply-1',
          value: {
            actionName: 'feedback',
            actionValue: { reaction: 'like', feedback: JSON.stringify({ feedbackText: sentence }) },
          },
          from,
        });
      }
      await teams.say('<at>Karim B. de Lunel</at> propose un jumelage', {
        from,
        entities: [
          {
            type: 'mention',
            text: '<at>Karim B. de Lunel</at>',
            mentioned: { id: '29:karim-secret-id', name: 'Karim B. de Lunel' },
          },
        ],
      });

      // By a member of staff, about a turn, a group, a filter.
      const anne = await app.enter('anne');
      const listed = await anne.get(`/console/conversations/${encodeURIComponent(conversation.id)}`);
      const turn = /name="tour" value="([^"]+)"/.exec(listed.text)?.[1]?.replaceAll('&#124;', '|') ?? '';
      expect(turn, 'a turn to review').to.include(conversation.id);
      for (const sentence of sentences) {
        const reviewed = await anne.post('/console/relecture', { tour: turn, etat: 'incorrect', commentaire: sentence });
        expect(reviewed.status, await reviewed.text()).to.equal(303);
        await anne.post('/console/filtres', { nom: sentence, requete: 'genre=fallback' });
      }
      const found = await anne.get(`/console/donnees-personnelles?q=${encodeURIComponent(conversation.id)}`);
      expect(found.status).to.equal(200);

      const stored = await backend.readAll(app.dataDir);
      for (const mark of ['[courriel]', '[téléphone]', '[nom]', '[adresse]'])
        expect(findTraces(stored, [mark]), `${mark} shows that something was kept`).to.deep.equal([mark]);
      expect(findTraces(stored, secrets)).to.deep.equal([]);
      for (const path of ['export.json', 'export.html']) {
        const file = await anne.send(`/console/donnees-personnelles/${path}?id=${encodeURIComponent(conversation.id)}`);
        const text = Buffer.from(await file.arrayBuffer()).toString('latin1');
        expect(file.status, path).to.equal(200);
        expect(findTraces(text, ['[courriel]']), path).to.have.length(1);
        expect(findTraces(text, secrets), path).to.deep.equal([]);
      }
    });
  });
}
