import { createTransport, type NodemailerError } from 'nodemailer';
import { redact } from '../../platform/log.ts';
import { markup } from '../../platform/page/html.ts';
import { type Line, type Outcome, type OutgoingMessage, sent } from './outcome.ts';

export interface MailSettings {
  readonly smtpUrl: string;
  readonly from: string;
}

const CONNECT_MS = 10_000;
/**
 * How long the server may keep silent. RFC 5321 4.5.3.2.6 allows it ten minutes after DATA; who gives up earlier sends
 * twice what was accepted slowly. Two minutes is what our lease can bear, and longer than filters take.
 */
const SILENCE_MS = 120_000;

const FOOT = '这封邮件由系统发出，请不要回复。';

const textOf = (message: OutgoingMessage): string =>
  [
    ...message.lines,
    '',
    `办理：${message.url}`,
    '',
    '--',
    FOOT,
    `不想再收到这类邮件，请到这里设置：${message.preferencesUrl}`,
  ].join('\n');

const STYLE = 'font-family:sans-serif;font-size:16px;line-height:1.7;color:#1a1a1a';

const htmlOf = (message: OutgoingMessage): string =>
  markup`<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${message.title}</title></head><body style="${STYLE}"><h1 style="font-size:20px">${message.title}</h1>${message.lines.map((line) => markup`<p>${line}</p>`)}<p><a href="${message.url}">打开办理</a></p><hr><p style="font-size:14px;color:#555">${FOOT}不想再收到这类邮件，请到<a href="${message.preferencesUrl}">消息设置</a>修改。</p></body></html>`
    .text;

const hostOf = (from: string): string => /@([^\s<>@]+?)>?$/.exec(from)?.[1] ?? 'localhost';

/** The same for each try of a delivery, so that a repeat can be recognized (RFC 5322 3.6.4). */
export const messageIdOf = (deliveryId: string, from: string): string =>
  `<${deliveryId}@${hostOf(from)}>`;

/** Headers and both parts of a mail. Line ends in a title would be headers: nodemailer folds them away. */
export const mailOf = (message: OutgoingMessage, from: string) => ({
  from,
  to: message.address,
  subject: message.title.replaceAll(/\s+/g, ' '),
  text: textOf(message),
  html: htmlOf(message),
  messageId: messageIdOf(message.deliveryId, from),
  headers: {
    // RFC 3834: no out-of-office answers, please.
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'All',
    'List-Unsubscribe': `<${message.preferencesUrl}>`,
  },
  // Nothing in a mail is fetched from a file or an address while it is built.
  disableFileAccess: true,
  disableUrlAccess: true,
});

const isFault = (error: unknown): error is NodemailerError => error instanceof Error;

const wordsOf = (fault: NodemailerError): string =>
  redact((fault.response ?? fault.message).replaceAll(/\s+/g, ' ')).slice(0, 300);

const LINE_CODES = new Set(['ECONNECTION', 'ETIMEDOUT', 'ESOCKET', 'EDNS', 'ETLS', 'EPROTOCOL']);
const OUR_SIDE = new Set(['EAUTH', 'ENOAUTH', 'EOAUTH2', 'ECONFIG']);

/** RFC 5321 4.2.1: 4yz passes, 5yz stays; whose fault it is tells the command that was answered. */
const answered = (fault: NodemailerError, status: number): Outcome => {
  const reason = `服务器答复：${wordsOf(fault)}`;
  if (status === 421) return { kind: 'down', reason };
  if (status < 500) return { kind: 'retry', reason };
  if (fault.command === 'RCPT TO') return { kind: 'dead', reason, isAddressRefused: true };
  // Our sender or our rights are refused: that is so for every message.
  if (fault.command === 'MAIL FROM') return { kind: 'down', reason };
  return { kind: 'dead', reason };
};

/** What a fault of sending means for the message and for the channel. */
export const outcomeOfFault = (error: unknown): Outcome => {
  if (!isFault(error)) return { kind: 'retry', reason: '发送失败' };
  if (OUR_SIDE.has(error.code ?? '')) {
    return { kind: 'down', reason: `邮件服务器不接受登录：${wordsOf(error)}` };
  }
  if (error.responseCode !== undefined && error.responseCode >= 400) {
    return answered(error, error.responseCode);
  }
  if (LINE_CODES.has(error.code ?? '')) {
    return { kind: 'retry', reason: `连接中断：${wordsOf(error)}`, isServerSuspect: true };
  }
  // An address that cannot stand in an envelope is found before anything is sent.
  if (error.code === 'EENVELOPE') return { kind: 'dead', reason: `地址不对：${wordsOf(error)}` };
  return { kind: 'retry', reason: wordsOf(error) };
};

/**
 * A line to the mail server: one connection, kept for the messages of a run. The pool never sends a message again by
 * itself (`maxRequeues`): whether it is sent again is decided where it is also written down.
 */
export const openMailLine = (settings: MailSettings, silenceMs = SILENCE_MS): Line => {
  const transport = createTransport({
    url: settings.smtpUrl,
    pool: true,
    maxConnections: 1,
    maxMessages: 500,
    maxRequeues: 0,
    connectionTimeout: Math.min(CONNECT_MS, silenceMs),
    greetingTimeout: Math.min(CONNECT_MS, silenceMs),
    socketTimeout: silenceMs,
  });
  // Faults reach the message in hand through its promise; an idle connection may break without anybody caring.
  transport.on('error', () => undefined);
  return {
    async check() {
      try {
        await transport.verify();
        return undefined;
      } catch (error) {
        return { reason: isFault(error) ? wordsOf(error) : '邮件服务器没有答复' };
      }
    },
    async send(message) {
      try {
        await transport.sendMail(mailOf(message, settings.from));
        return sent();
      } catch (error) {
        return outcomeOfFault(error);
      }
    },
    close: () => transport.close(),
  };
};
