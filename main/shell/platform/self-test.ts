import { utilityProcess } from 'electron';

const DEADLINE_MS = 60_000;

/**
 * `bucky --self-test`: starts the core's utility process, which loads the database and runs a tiny model, and passes on
 * the line of JSON that it prints. Proves a package without opening a window.
 *
 * @returns the exit code for the whole program
 */
export async function runSelfTest(coreEntry: string): Promise<number> {
  return new Promise((resolve) => {
    const core = utilityProcess.fork(coreEntry, ['--self-test'], { stdio: ['ignore', 'pipe', 'pipe'] });
    core.stdout?.on('data', (chunk: Buffer) => process.stdout.write(chunk));
    core.stderr?.on('data', (chunk: Buffer) => process.stderr.write(chunk));
    const timer = setTimeout(() => {
      process.stderr.write('The self-test did not end within 60 s.\n');
      core.kill();
      resolve(1);
    }, DEADLINE_MS);
    core.once('exit', (exitCode) => {
      clearTimeout(timer);
      resolve(exitCode);
    });
  });
}
