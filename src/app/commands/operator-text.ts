import { DomainError } from '../../kernel/error.ts';

const LISTEN_REFUSALS: Readonly<Record<string, (port: string) => string>> = {
  EADDRINUSE: (port) =>
    `端口 ${port} 已被占用。请停止占用它的程序，或用环境变量 PORT 换一个端口，如 PORT=8081`,
  EACCES: (port) => `没有权限监听端口 ${port}。请用环境变量 PORT 换一个 1024 以上的端口`,
  EADDRNOTAVAIL: () => 'HOST 不是本机的地址。请改为 127.0.0.1 或 0.0.0.0',
  ENOTFOUND: () => 'HOST 指定的主机名无法解析。请改为 127.0.0.1 或 0.0.0.0',
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Why a command could not do its work and what to do now, in one line without a stack trace. */
export function operatorText(error: unknown): string {
  if (error instanceof DomainError) return error.text;
  if (!(error instanceof Error)) return `发生意外错误：${String(error)}`;
  const syscall = text(Reflect.get(error, 'syscall'));
  const refusal = LISTEN_REFUSALS[text(Reflect.get(error, 'code'))];
  if (refusal !== undefined && (syscall === 'listen' || syscall === 'getaddrinfo')) {
    return refusal(String(Reflect.get(error, 'port') ?? ''));
  }
  return `发生意外错误：${error.message}。用 LOG_LEVEL=debug 重新运行可看到详情`;
}
