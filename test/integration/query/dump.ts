import { spawnSync } from 'node:child_process';

/** Attributes of the top level as DCMTK's dcmdump reads them, in UTF-8, by tag as `00100010`. */
export type Dump = ReadonlyMap<string, string>;

const LINE = /^\(([0-9a-f]{4}),([0-9a-f]{4})\) (\w\w) (.*?) +# +\S+, *\d+ \w+$/;

/** @returns null when dcmdump cannot read the file, or its iconv does not know the character set */
export function dumpFile(filePath: string): Dump | null {
  const run = spawnSync('dcmdump', ['-q', '-Un', '+L', '+U8', filePath], {
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  if (run.status !== 0) return null;
  const values = new Map<string, string>();
  for (const line of run.stdout.split('\n')) {
    const [, group = '', element = '', , value = ''] = LINE.exec(line) ?? [];
    if (group !== '' && group !== '0002') values.set((group + element).toUpperCase(), unquote(value));
  }
  return values;
}

function unquote(value: string): string {
  if (value === '(no value available)') return '';
  return (/^\[(.*)\]$/.exec(value)?.[1] ?? value).trim();
}

/** Specific Character Set as it stands in the file: `dumpFile` brings text to UTF-8, and says so. */
export function dumpCharacterSet(filePath: string): string {
  const run = spawnSync('dcmdump', ['-q', '+P', '0008,0005', filePath], { encoding: 'utf8' });
  return /\[(.*)\]/.exec(run.stdout)?.[1] ?? '';
}
