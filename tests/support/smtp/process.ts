import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import type { Post, SmtpBehaviour } from './smtp.ts';

// Run by smtp.ts as a process of its own: a mail server as others run it, which tells its parent what came in.
const behaviour = JSON.parse(process.argv[2] ?? '{}') as SmtpBehaviour;
const { login, refuses = [], defers = 0, tls, breaksOff = 0 } = behaviour;
let deferred = 0;
let broken = 0;

const server = new SMTPServer({
  ...(tls && { key: tls.key, cert: tls.cert }),
  disabledCommands: [...(tls ? [] : ['STARTTLS']), ...(login ? [] : ['AUTH'])],
  authOptional: !login,
  allowInsecureAuth: !tls,
  onAuth({ username, password }, _session, done) {
    if (login && username === login.user && password === login.pass) done(null, { user: username });
    else done(told(535, '5.7.8 That name and password do not go together'));
  },
  onRcptTo({ address }, _session, done) {
    if (refuses.includes(address)) done(told(550, '5.1.1 No such mailbox'));
    else if (deferred++ < defers) done(told(451, '4.7.1 Greylisted, come back later'));
    else done();
  },
  onData(stream, session, done) {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      void take(Buffer.concat(chunks), session.secure).then(() => {
        // Taken, and the line goes dead before the other side hears so.
        if (broken++ < breaksOff) process.exit(1);
        done();
      });
    });
  }
});

async function take(raw: Buffer, secure: boolean): Promise<void> {
  const mail = await simpleParser(raw);
  const to = Array.isArray(mail.to) ? mail.to : mail.to ? [mail.to] : [];
  const post: Post = {
    to: to.flatMap(({ value }) => value.map(({ address }) => address ?? '')),
    from: mail.from?.value.map(({ name, address }) => ({ name, address: address ?? '' }))[0] ?? null,
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    date: mail.date?.getTime() ?? null,
    messageId: mail.messageId ?? '',
    headers: Object.fromEntries(mail.headerLines.map(({ key, line }) => [key, line])),
    raw: raw.toString('utf8'),
    secure
  };
  await new Promise<void>((sent) => void process.send?.({ post }, undefined, undefined, () => sent()));
}

function told(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

server.on('error', () => undefined);
server.listen(behaviour.port ?? 0, '127.0.0.1', () => {
  const address = server.server.address();
  if (address && typeof address === 'object') process.send?.({ port: address.port });
});
process.on('disconnect', () => process.exit(0));
