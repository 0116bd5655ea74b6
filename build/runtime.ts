import { findElectron, NoElectronError } from './runtime/find-electron.ts';
import { say } from './say.ts';

/** `node build/runtime.ts`: gets an Electron ready and prints where it is, as one line of JSON. */
try {
  process.stdout.write(`${JSON.stringify(await findElectron(say))}\n`);
} catch (error) {
  if (!(error instanceof NoElectronError)) throw error;
  say(error.message);
  process.exitCode = 1;
}
