import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** Clock ticks a second in /proc; 100 on every Linux that Node runs on. */
const TICKS = 100;

/** Fields of /proc/<pid>/stat after the name, which may hold spaces: index 0 is the state. */
const statFields = (pid: number): string[] | undefined => {
  const path = `/proc/${pid}/stat`;
  if (!existsSync(path)) return undefined;
  try {
    const text = readFileSync(path, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    // It ended in between.
    return undefined;
  }
};

/** User and system time of a process in seconds, with that of children that have ended; 0 when it is gone. */
export const cpuSeconds = (pid: number): number => {
  const fields = statFields(pid);
  if (fields === undefined) return 0;
  return [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0) / TICKS;
};

/** The same for a database server: its main process and all its present children. */
export const treeCpuSeconds = (pid: number): number => {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((other) => statFields(other)?.[1] === String(pid));
  return [pid, ...children].reduce((sum, each) => sum + cpuSeconds(each), 0);
};

/** The most memory a process has had at once, in MB. */
export const peakMemoryMb = (pid: number): number => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN) / 1024;
};

/** Busy time of all processors since the machine started, in seconds. */
const busySeconds = (): number =>
  cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0) /
  1000;

/** How much of the machine others used while something ran: 0 to 1 of all processors. */
export const watchMachine = (ownSeconds: () => number): (() => number) => {
  const [started, busy, own] = [performance.now(), busySeconds(), ownSeconds()];
  return () => {
    const whole = ((performance.now() - started) / 1000) * cpus().length;
    return Math.max(0, (busySeconds() - busy - (ownSeconds() - own)) / whole);
  };
};
