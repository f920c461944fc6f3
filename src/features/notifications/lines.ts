import { SYSTEM } from '../../kernel/actor.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Config } from '../../platform/config.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Keyring } from '../../platform/keyring.ts';
import { createOutbound } from '../../platform/outbound.ts';
import { findApp } from './dingtalk-settings.ts';
import {
  createTokens,
  type DingtalkApp,
  type DingtalkServers,
  openAppLine,
  openRobotLine,
  type Tokens,
} from './dingtalk.ts';
import type { OuterChannel } from './labels.ts';
import { openMailLine } from './mail.ts';
import type { Line } from './outcome.ts';

const DINGTALK_MS = 20_000;

/** Opens lines for the channels as they are set up at the moment; tokens of DingTalk live as long as the process. */
export const createLines = (deps: {
  readonly database: Database;
  readonly clock: Clock;
  readonly keyring: Keyring;
  readonly config: Pick<Config, 'mail' | 'dingtalk'>;
  /** How long another server may be silent; for tests. */
  readonly silenceMs?: number;
}): ((channel: OuterChannel) => Promise<Line | undefined>) => {
  const { database, clock, keyring, config, silenceMs } = deps;
  const { apiUrl, oapiUrl } = config.dingtalk;
  const servers: DingtalkServers = {
    apiUrl,
    oapiUrl,
    outbound: createOutbound({
      origins: [apiUrl, oapiUrl],
      timeoutMs: silenceMs ?? DINGTALK_MS,
    }),
    now: () => clock.now(),
  };
  let tokens: { readonly of: string; readonly tokens: Tokens } | undefined;
  const tokensOf = (app: DingtalkApp): Tokens => {
    const of = `${app.appKey}\n${app.appSecret}`;
    if (tokens?.of !== of) tokens = { of, tokens: createTokens(servers, app) };
    return tokens.tokens;
  };
  return async (channel) => {
    if (channel === 'MAIL')
      return config.mail === undefined ? undefined : openMailLine(config.mail, silenceMs);
    if (channel === 'DINGTALK_GROUP') return openRobotLine(servers);
    const app = await database.read(SYSTEM, (read) => findApp(read, keyring));
    return app === undefined ? undefined : openAppLine(servers, app, tokensOf(app), channel);
  };
};
