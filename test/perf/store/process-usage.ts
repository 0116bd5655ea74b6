import { readFileSync } from 'node:fs';

/** Clock ticks a second in /proc/PID/stat; 100 on every Linux that Debian supports. */
const TICKS_PER_SECOND = 100;

/** CPU seconds (user and system, of the process and of children that it waited for) since the process began. */
export function readCpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields[field]), 0);
  return ticks / TICKS_PER_SECOND;
}

/** Largest resident memory that the process ever had, in MiB. */
export function readPeakMemoryMib(pid: number): number {
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(peak) / 1024;
}
