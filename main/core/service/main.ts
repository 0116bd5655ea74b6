import { homedir } from 'node:os';
import path from 'node:path';
import { readOptions } from '../config/options.ts';
import { runCore } from './run-core.ts';

// Files are fsynced side by side; the default of four threads would make associations wait for each other.
process.env['UV_THREADPOOL_SIZE'] ??= '16';

const options = readOptions(process.argv.slice(2), path.join(homedir(), 'bucky-data'));
if (options.ok) {
  await runCore(options.value);
} else {
  process.stderr.write(`Bucky cannot start: ${options.error.join('; ')}\n`);
  process.exitCode = 2;
}
