/**
 * One line for the person at the terminal. Always on standard error: standard output belongs to the core's ready line
 * and to what scripts read.
 */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
