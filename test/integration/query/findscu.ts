import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { dumpCharacterSet, dumpFile, type Dump } from './dump.ts';
import type { FilledCore } from './filled-core.ts';

export interface FindscuRun {
  /** Each answer as dcmdump reads it. */
  readonly answers: readonly Dump[];
  /** Specific Character Set of each. */
  readonly characterSets: readonly string[];
  readonly output: string;
}

/** Asks with DCMTK's findscu. Keys are as it takes them: `0010,0010=DOE*`. */
export async function findscu(
  filled: FilledCore,
  options: readonly string[],
  keys: readonly string[],
): Promise<FindscuRun> {
  const folder = mkdtempSync(path.join(filled.folder, 'answers-'));
  const args = [
    '-v',
    '-X',
    '-od',
    folder,
    ...options,
    ...keys.flatMap((key) => ['-k', key]),
    ...filled.address,
  ];
  const child = spawn('findscu', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(child, 'close');
  const files = readdirSync(folder)
    .sort()
    .map((name) => path.join(folder, name));
  const answers = files.map((file) => {
    const dump = dumpFile(file);
    if (dump === null) throw new Error(`dcmdump cannot read ${file}`);
    return dump;
  });
  return { answers, characterSets: files.map(dumpCharacterSet), output };
}
