import { formatDeadline } from '../../kernel/time.ts';
import type { Config } from '../../platform/config.ts';
import type { Logger } from '../../platform/log.ts';
import { createAdministrator } from '../create-admin.ts';
import { runOpened } from './lifetime.ts';
import { prepareDatabase } from './prepared-database.ts';

/** Where people reach this server when nothing else was said. */
const defaultPublicUrl = ({ host, port }: Config): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

/**
 * Makes the first administrator. The password is chosen by that person behind a one-time link: one given on the
 * command line would stay in the shell's history (and no one else should ever know it; ASVS 6.4.1).
 */
export const createAdmin = async (
  config: Config,
  log: Logger,
  person: { readonly login: string; readonly name: string },
): Promise<number> =>
  await runOpened(log, async (opened) => {
    const { url: databaseUrl } = await prepareDatabase(config, log, opened);
    const { activationUrl, expiresAt, isNew } = await createAdministrator({
      databaseUrl,
      loginName: person.login,
      name: person.name,
      publicUrl: config.publicUrl ?? defaultPublicUrl(config),
    });
    process.stdout.write(
      `${isNew ? '已创建管理员' : '已为现有管理员更换激活链接，原密码与登录即刻失效'}：` +
        `${person.name}（登录名 ${person.login}）\n` +
        `请让本人在浏览器中打开下面的一次性链接并设置密码，${formatDeadline(expiresAt)}前有效：\n` +
        `${activationUrl}\n`,
    );
    return 'done';
  });
