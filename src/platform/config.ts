import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { DomainError } from '../kernel/error.ts';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

export interface Config {
  /** 0 asks the operating system for a free port. */
  readonly port: number;
  readonly host: string;
  /** Absolute. */
  readonly dataDir: string;
  /** Absent: the product runs its own PostgreSQL in `dataDir`. */
  readonly databaseUrl?: string;
  readonly logLevel: LogLevel;
  /** What people type into the browser, without a trailing slash; goes into links that leave the system. */
  readonly publicUrl?: string;
  /** Whose `X-Forwarded-For` is believed: addresses, networks, or `loopback` for a proxy on this machine. */
  readonly trustedProxies: readonly string[];
  /** Absent: no mail is sent, and the office is told so. */
  readonly mail?: { readonly smtpUrl: string; readonly from: string };
  /** Servers of DingTalk, without a trailing slash; other ones for its editions abroad or on the own premises. */
  readonly dingtalk: { readonly apiUrl: string; readonly oapiUrl: string };
}

/** Refuses to start; `problems` names every wrong variable, not only the first. */
export class ConfigError extends DomainError {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      'invalid',
      'config.invalid',
      `环境变量有误：\n${problems.map((p) => `  ${p}`).join('\n')}`,
    );
    this.problems = problems;
  }
}

const projectFolder = fileURLToPath(new URL('../../', import.meta.url));

const port = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .refine((value) => value <= 65_535);

/** Host names, IPv4 and IPv6 addresses; a URL or `host:port` is the usual mistake. */
const host = z
  .string()
  .regex(/^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|[0-9A-Fa-f:.%]*:[0-9A-Fa-f:.%]*)$/)
  .refine((value) => !/^[^:]+:\d+$/.test(value));

const parsesAs = (text: string, ...protocols: string[]) => {
  const url = URL.parse(text);
  return url !== null && protocols.includes(url.protocol) ? url : undefined;
};

const databaseUrl = z.string().refine((text) => {
  const url = parsesAs(text, 'postgres:', 'postgresql:');
  return url !== undefined && url.pathname.length > 1;
});

const publicUrl = z
  .string()
  .refine((text) => {
    const url = parsesAs(text, 'http:', 'https:');
    return url !== undefined && url.search === '' && url.hash === '' && url.username === '';
  })
  .transform((text) => text.replace(/\/+$/, ''));

const MOST_BITS: Readonly<Record<number, number>> = { 4: 32, 6: 128 };

/** `10.0.0.2`, `10.0.0.0/8`, `fd00::/8`. A network of no bits would believe everybody. */
const isNetwork = (text: string): boolean => {
  const [address = '', bits, ...rest] = text.split('/');
  const most = MOST_BITS[isIP(address)];
  if (most === undefined || rest.length > 0) return false;
  return bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= most);
};

const trustedProxies = z
  .string()
  .transform((text) => (text === 'none' ? [] : text.split(',').map((part) => part.trim())))
  .refine((parts) => parts.every((part) => part === 'loopback' || isNetwork(part)));

const smtpUrl = z.string().refine((text) => {
  const url = parsesAs(text, 'smtp:', 'smtps:');
  return url !== undefined && url.hostname !== '';
});

/** `项目办 <onex@example.cn>` or the mailbox alone. */
const mailFrom = z
  .string()
  .regex(/^(?:[^<>@\r\n]{1,60} ?<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/);

const schema = z.object({
  PORT: port.default(8080),
  HOST: host.default('127.0.0.1'),
  DATA_DIR: z
    .string()
    .transform((path) => resolve(path))
    .default(resolve(projectFolder, 'data')),
  DATABASE_URL: databaseUrl.optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
  PUBLIC_URL: publicUrl.optional(),
  TRUSTED_PROXIES: trustedProxies.default(['loopback']),
  SMTP_URL: smtpUrl.optional(),
  MAIL_FROM: mailFrom.optional(),
  DINGTALK_API_URL: publicUrl.default('https://api.dingtalk.com'),
  DINGTALK_OAPI_URL: publicUrl.default('https://oapi.dingtalk.com'),
});

interface Setting {
  readonly fallback: string;
  readonly meaning: string;
  /** What to write instead, shown when the value is refused. */
  readonly allowed: string;
}

/** Every environment variable that the product reads, for the refusals, the help text and the handbook. */
export const SETTINGS: Readonly<Record<keyof typeof schema.shape, Setting>> = {
  PORT: {
    fallback: '8080',
    meaning: '监听端口，0 表示由系统分配',
    allowed: '应为 0 到 65535 的整数',
  },
  HOST: {
    fallback: '127.0.0.1',
    meaning: '监听地址；要让其他机器访问，设为 0.0.0.0',
    allowed: '应为主机名或 IP 地址，不含协议与端口，如 127.0.0.1 或 0.0.0.0',
  },
  DATA_DIR: {
    fallback: '程序目录下的 data',
    meaning: '数据目录：内置数据库与上传的文件',
    allowed: '应为目录路径',
  },
  DATABASE_URL: {
    fallback: '不设置，使用内置数据库',
    meaning: '外部 PostgreSQL，如 postgresql://用户:密码@主机:5432/onex',
    allowed: '应为 postgresql://用户:密码@主机:端口/库名，密码中的特殊字符要写成百分号编码',
  },
  LOG_LEVEL: {
    fallback: 'info',
    meaning: `日志级别：${LOG_LEVELS.join('、')}`,
    allowed: `应为 ${LOG_LEVELS.join('、')} 之一`,
  },
  PUBLIC_URL: {
    fallback: '监听地址',
    meaning: '用户访问的网址，用于激活链接，如 https://onex.example.cn',
    allowed: '应为 http:// 或 https:// 开头的网址，不含参数',
  },
  TRUSTED_PROXIES: {
    fallback: 'loopback',
    meaning: '反向代理的地址，只相信它们写的 X-Forwarded-For；loopback 指本机，none 指没有',
    allowed: '应为 loopback、none，或用逗号分开的 IP 地址和网段，如 10.0.0.2,10.1.0.0/16',
  },
  SMTP_URL: {
    fallback: '不设置，不发邮件',
    meaning: '发邮件的服务器，如 smtps://用户:密码@smtp.example.cn:465；与 MAIL_FROM 一起设置',
    allowed: '应为 smtp:// 或 smtps:// 开头的地址，密码中的特殊字符要写成百分号编码',
  },
  MAIL_FROM: {
    fallback: '不设置，不发邮件',
    meaning: '发件人，如 项目办 <onex@example.cn>；与 SMTP_URL 一起设置',
    allowed: '应为邮箱地址，或 名称 <邮箱地址>',
  },
  DINGTALK_API_URL: {
    fallback: 'https://api.dingtalk.com',
    meaning: '钉钉新版接口的服务器；专属或国际版钉钉才需要改',
    allowed: '应为 http:// 或 https:// 开头的网址，不含参数',
  },
  DINGTALK_OAPI_URL: {
    fallback: 'https://oapi.dingtalk.com',
    meaning: '钉钉旧版接口和群机器人的服务器；专属或国际版钉钉才需要改',
    allowed: '应为 http:// 或 https:// 开头的网址，不含参数',
  },
};

const isName = (name: PropertyKey | undefined): name is keyof typeof SETTINGS =>
  typeof name === 'string' && name in SETTINGS;

/** The value as given, except for an address that may hold a password. */
const shown = (name: string, value: string | undefined) =>
  name === 'DATABASE_URL' || name === 'SMTP_URL'
    ? `${name} 的值不对`
    : `${name}=${value ?? ''} 不对`;

const mailOf = (smtp: string | undefined, from: string | undefined): Pick<Config, 'mail'> => {
  if (smtp !== undefined && from !== undefined) return { mail: { smtpUrl: smtp, from } };
  if (smtp === from) return {};
  const missing = smtp === undefined ? 'SMTP_URL' : 'MAIL_FROM';
  throw new ConfigError([`缺少 ${missing}：发邮件要同时设置 SMTP_URL 和 MAIL_FROM`]);
};

/**
 * The only reader of the environment. An empty value counts as not set, as in compose files.
 * A relative DATA_DIR is taken from the working folder, the default from the program's own folder.
 * @throws ConfigError
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.keys(schema.shape).flatMap((name) => {
      const value = env[name]?.trim();
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
  const result = schema.safeParse(given);
  if (!result.success) {
    const names = new Set(result.error.issues.map((issue) => issue.path[0]).filter(isName));
    throw new ConfigError(
      [...names].map((name) => `${shown(name, env[name])}：${SETTINGS[name].allowed}`),
    );
  }
  const value = result.data;
  return {
    port: value.PORT,
    host: value.HOST,
    dataDir: value.DATA_DIR,
    logLevel: value.LOG_LEVEL,
    ...(value.DATABASE_URL !== undefined && { databaseUrl: value.DATABASE_URL }),
    ...(value.PUBLIC_URL !== undefined && { publicUrl: value.PUBLIC_URL }),
    trustedProxies: value.TRUSTED_PROXIES,
    ...mailOf(value.SMTP_URL, value.MAIL_FROM),
    dingtalk: { apiUrl: value.DINGTALK_API_URL, oapiUrl: value.DINGTALK_OAPI_URL },
  };
}
