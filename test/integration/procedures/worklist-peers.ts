import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CoreProcess } from '../../support/core-process.ts';
import { runProgram, ServerProgram } from '../association/run-program.ts';

/** A core that lets everybody ask, with HL7 on a free port. */
export async function aCore(folder: string): Promise<CoreProcess> {
  const config = path.join(folder, 'config.json');
  writeFileSync(
    config,
    JSON.stringify({
      association: { unknownCallers: 'accept' },
      procedures: { hl7: { port: 0, host: '127.0.0.1' } },
    }),
  );
  return CoreProcess.start({ dataDir: path.join(folder, 'data'), args: ['--config', config] });
}

/** One line of a data set as dcmdump prints it, without lengths and names. */
type DumpLine = string;

/** Each answer of a worklist query as DCMTK reads it, in UTF-8, in no particular order. */
export async function askWorklist(
  port: number,
  folder: string,
  keys: readonly string[],
): Promise<{ readonly answers: readonly (readonly DumpLine[])[]; readonly output: string }> {
  const output = path.join(folder, `answers-${port}-${readdirSync(folder).length}`);
  mkdirSync(output);
  const result = await runProgram('findscu', [
    ...['-v', '-W', '-aet', 'CT_1', '-aec', 'BUCKY', '127.0.0.1', String(port), '-X', '-od', output],
    ...keys.flatMap((key) => ['-k', key]),
  ]);
  if (result.exitCode !== 0) throw new Error(result.output);
  const files = readdirSync(output).map((name) => path.join(output, name));
  const answers = await Promise.all(files.map(readDump));
  return { answers: answers.toSorted((a, b) => a.join().localeCompare(b.join())), output: result.output };
}

/** Character set and lengths are the writer's choice; everything else has to be the same. */
async function readDump(file: string): Promise<readonly DumpLine[]> {
  const { output } = await runProgram('dcmdump', ['-q', '+L', '+U8', file]);
  return output
    .split('\n')
    .map((line) => line.replace(/#.*$/, '').trim())
    .filter((line) => /^\([0-9a-f]{4},/.test(line))
    .filter((line) => !/^\((0002,|0008,0005|fffe,e00d|fffe,e0dd)/.test(line))
    .map((line) =>
      line
        .replace(/^(\([^)]+\) SQ ).*/, '$1')
        .replace(/^(\(fffe,e000\)).*/, '$1')
        .replace('(no value available)', ''),
    );
}

/** DCMTK's worklist server over a folder of files made from these dumps. */
export async function aWorklistServer(folder: string, dumps: readonly string[]): Promise<ServerProgram> {
  const files = path.join(folder, 'wlm', 'BUCKY');
  mkdirSync(files, { recursive: true });
  writeFileSync(path.join(files, 'lockfile'), '');
  for (const [index, dump] of dumps.entries()) {
    const text = path.join(folder, `step-${index}.dump`);
    writeFileSync(text, dump, 'latin1');
    const made = await runProgram('dump2dcm', [text, path.join(files, `step-${index}.wl`)]);
    if (made.exitCode !== 0) throw new Error(made.output);
  }
  return ServerProgram.start('wlmscpfs', (port) => ['-csk', '-dfp', path.join(folder, 'wlm'), String(port)]);
}
