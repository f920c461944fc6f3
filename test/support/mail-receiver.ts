import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';

/** What the receiving server does with a message. */
export type MailMood =
  | 'takes'
  | 'refuses-recipient'
  | 'refuses-sender'
  | 'asks-later'
  | 'refuses-content'
  | 'closes-service'
  | 'thinks'
  | 'breaks-off'
  | 'wants-password';

export interface MailReceiver {
  readonly url: string;
  /** Every message it has answered with 250, in order. */
  readonly taken: ParsedMail[];
  /** How often it was asked to take one, whatever it answered. */
  asked: number;
  mood: MailMood;
  /** Chooses a mood per recipient, before `mood`. */
  moodOf: (recipient: string) => MailMood | undefined;
  close(): Promise<void>;
}

const refusal = (code: number, text: string): Error =>
  Object.assign(new Error(text), { responseCode: code });

const REFUSALS: Partial<Record<MailMood, Error>> = {
  'asks-later': refusal(451, '4.7.1 greylisted, try again later'),
  'refuses-content': refusal(554, '5.7.1 message refused'),
};

const read = async (stream: SMTPServerDataStream): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
};

/** A mail server of its own on a free port, with moods. `thinkMs` is how long it thinks when it is thoughtful. */
export const startMailReceiver = async (
  options: { readonly port?: number; readonly thinkMs?: number } = {},
): Promise<MailReceiver> => {
  const sockets = new Map<string, () => void>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onConnect: (session, callback) => {
      if (receiver.mood === 'closes-service')
        return callback(refusal(421, '4.3.2 closing the service'));
      sockets.set(session.id, () => undefined);
      callback();
    },
    onMailFrom: (_address, _session, callback) =>
      callback(receiver.mood === 'refuses-sender' ? refusal(550, '5.7.1 not your name') : null),
    onRcptTo: ({ address }, _session, callback) => {
      const mood = receiver.moodOf(address) ?? receiver.mood;
      callback(
        mood === 'refuses-recipient' ? refusal(550, `5.1.1 <${address}> no such user`) : null,
      );
    },
    onData: (stream, session, callback) => {
      void (async () => {
        const raw = await read(stream);
        receiver.asked += 1;
        const recipient = session.envelope.rcptTo[0]?.address ?? '';
        const mood = receiver.moodOf(recipient) ?? receiver.mood;
        if (mood === 'breaks-off') {
          for (const connection of server.connections) connection._socket.destroy();
          return;
        }
        if (mood === 'thinks') await sleep(options.thinkMs ?? 300);
        const answer = REFUSALS[mood];
        if (answer !== undefined) return callback(answer);
        receiver.taken.push(await simpleParser(raw));
        callback();
      })();
    },
  }) as SMTPServer & { connections: Set<{ _socket: { destroy(): void } }> };
  server.on('error', () => undefined);
  const listening = server.listen(options.port ?? 0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  const receiver: MailReceiver = {
    url: `smtp://127.0.0.1:${port}`,
    taken: [],
    asked: 0,
    mood: 'takes',
    moodOf: () => undefined,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return receiver;
};
