import { readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import { z } from 'zod';
import { type Config, readConfig, SETTINGS } from '../platform/config.ts';
import { createLog, type Logger } from '../platform/log.ts';
import { operatorText } from './commands/operator-text.ts';
import type { ServeOptions } from './commands/serve.ts';

// Some hundred modules are read at a start; their compiled form is kept, and a folder that cannot be written is no fault.
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/onex/', import.meta.url)));

const TITLES: Readonly<Record<string, string>> = {
  'Usage:': '用法：',
  'Options:': '选项：',
  'Commands:': '命令：',
};

const USAGE_ERRORS: Readonly<Record<string, string>> = {
  'commander.unknownCommand': '没有这个命令',
  'commander.unknownOption': '没有这个选项',
  'commander.missingMandatoryOptionValue': '缺少必填的选项',
  'commander.optionMissingArgument': '选项缺少值',
  'commander.excessArguments': '参数过多',
};

const EXIT_USAGE = 2;

const environmentHelp = (): string => {
  const lines = Object.entries(SETTINGS).map(
    ([name, { meaning, fallback }]) => `  ${name.padEnd(13)} ${meaning}（默认：${fallback}）`,
  );
  return `\n环境变量：\n${lines.join('\n')}\n\n示例：\n  PORT=9000 onex serve\n  onex create-admin --login admin --name 张三`;
};

const version = (): string => {
  const manifest: unknown = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  return z.object({ version: z.string() }).parse(manifest).version;
};

type Run = (work: (config: Config, log: Logger) => Promise<number>) => Promise<void>;

const addRotateKeys = (program: Command, run: Run): void => {
  program
    .command('rotate-keys')
    .description('换用新密钥，把已加密的内容逐批改用它，再删去旧密钥；服务可以照常运行')
    .usage('[选项]')
    .option('--wait <秒>', '最后清点之前等待正在办理的办完', '30')
    .action(async (options: { wait: string }) => {
      const { rotateKeysCommand } = await import('./commands/rotate-keys.ts');
      await run(async (config, log) => await rotateKeysCommand(config, log, options));
    });
};

/** Each command is loaded when it is asked for, so that the help and a refusal come at once. */
const buildProgram = (end: (code: number) => void): Command => {
  const run: Run = async (work) => {
    const config = readConfig(process.env);
    end(await work(config, createLog(config.logLevel)));
  };
  const program = new Command('onex')
    .description('1+X 证书试点工作平台')
    .usage('<命令> [选项]')
    .version(version(), '-V, --version', '显示版本')
    .helpOption('-h, --help', '显示帮助')
    .helpCommand('help [command]', '显示某个命令的帮助')
    .configureHelp({ styleTitle: (title) => TITLES[title] ?? title })
    .configureOutput({ outputError: () => {} })
    .showSuggestionAfterError(false)
    .addHelpText('after', environmentHelp)
    .exitOverride();
  program
    .command('serve')
    .description('启动服务（含后台任务），数据库会自动升级')
    .usage('[选项]')
    .option('--demo', '首次启动时载入演示数据')
    .option('--no-worker', '不在本进程内运行后台任务，改由 onex worker 运行')
    .action(async (options: ServeOptions) => {
      const { serve } = await import('./commands/serve.ts');
      await run(async (config, log) => await serve(config, log, options));
    });
  program
    .command('worker')
    .description('只运行后台任务')
    .usage('[选项]')
    .action(async () => await run((await import('./commands/worker.ts')).worker));
  program
    .command('migrate')
    .description('把数据库升级到本程序的版本后退出')
    .usage('[选项]')
    .action(async () => await run((await import('./commands/migrate.ts')).migrate));
  program
    .command('demo')
    .description('向空数据库载入演示数据后退出')
    .usage('[选项]')
    .action(async () => await run((await import('./commands/demo.ts')).demo));
  addRotateKeys(program, run);
  program
    .command('create-admin')
    .description('创建管理员，输出一次性激活链接（密码由本人设置）')
    .usage('--login <登录名> --name <姓名>')
    .requiredOption('--login <登录名>', '登录名')
    .requiredOption('--name <姓名>', '姓名')
    .action(async (person: { login: string; name: string }) => {
      const { createAdmin } = await import('./commands/create-admin.ts');
      await run(async (config, log) => await createAdmin(config, log, person));
    });
  return program;
};

const usageText = (error: CommanderError): string => {
  const subject = /'([^']+)'/.exec(error.message)?.[1];
  const text = USAGE_ERRORS[error.code] ?? error.message;
  return subject === undefined ? text : `${text}：${subject}`;
};

const main = async (): Promise<number> => {
  let code = 0;
  const program = buildProgram((result) => {
    code = result;
  });
  try {
    await program.parseAsync();
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) {
      process.stderr.write(`onex：${operatorText(error)}\n`);
      return 1;
    }
    if (error.exitCode === 0) return 0;
    if (error.code !== 'commander.help') {
      process.stderr.write(`onex：${usageText(error)}。运行 onex --help 查看用法\n`);
    }
    return EXIT_USAGE;
  }
};

// Idle pools and timers of a library must not keep a finished command alive.
process.exit(await main());
