/** A mail server of a few lines on a free port: speaks SMTP, keeps what it was sent, and fails when told to. */
import { createServer, type Socket } from 'node:net';

export interface ReceivedLetter {
  from: string;
  to: string[];
  /** The whole message, as sent. */
  data: string;
}

export interface SmtpServer {
  /** smtp://127.0.0.1:port */
  url: string;
  letters: ReceivedLetter[];
  /** When true, every letter is refused. */
  refuses: boolean;
  close(): Promise<void>;
}

export async function startSmtpServer(): Promise<SmtpServer> {
  const sockets = new Set<Socket>();
  const state: Pick<SmtpServer, 'letters' | 'refuses'> = { letters: [], refuses: false };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    const say = (line: string) => socket.write(`${line}\r\n`);
    let letter: ReceivedLetter = { from: '', to: [], data: '' };
    let isData = false;
    let rest = '';
    const address = (line: string) => /<([^>]*)>/.exec(line)?.[1] ?? '';
    const obey = (line: string) => {
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'EHLO') say('250-local\r\n250 8BITMIME');
      else if (verb === 'MAIL') {
        letter = { from: address(line), to: [], data: '' };
        say(state.refuses ? '451 try again later' : '250 ok');
      } else if (verb === 'RCPT') {
        letter.to.push(address(line));
        say('250 ok');
      } else if (verb === 'DATA') {
        isData = true;
        say('354 go on');
      } else if (verb === 'QUIT') {
        say('221 bye');
        socket.end();
      } else say('250 ok');
    };
    socket.on('data', (chunk) => {
      rest += chunk.toString('utf8');
      for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
        const line = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (!isData) obey(line);
        else if (line === '.') {
          isData = false;
          state.letters.push(letter);
          say('250 kept');
        } else letter.data += `${line.replace(/^\.\./, '.')}\n`;
      }
    });
    say('220 local');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  const port = typeof bound === 'object' && bound ? bound.port : 0;
  return Object.assign(state, {
    url: `smtp://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  });
}
