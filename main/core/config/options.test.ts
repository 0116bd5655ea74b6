import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readOptions } from './options.ts';

describe('readOptions', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'bucky-options-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const writeConfig = (content: string) => {
    const file = path.join(folder, 'config.json');
    writeFileSync(file, content);
    return file;
  };

  it('listens as BUCKY on 0.0.0.0:11112 when nothing is said', () => {
    const options = readOptions([], folder);
    expect(options).toMatchObject({
      ok: true,
      value: {
        dataDir: folder,
        config: { association: { aeTitle: 'BUCKY', host: '0.0.0.0', port: 11_112 } },
      },
    });
  });

  it('lets the command line win over the file', () => {
    const file = writeConfig('{"association":{"aeTitle":"FILE","port":104,"maxAssociations":3}}');
    const options = readOptions(['--config', file, '--ae-title', 'LINE', '--dicom-port', '0'], folder);
    expect(options).toMatchObject({
      ok: true,
      value: { config: { association: { aeTitle: 'LINE', port: 0, maxAssociations: 3 } } },
    });
  });

  it.each([
    { args: ['--dicom-port', 'eleven'], names: 'association.port', why: 'not a number' },
    { args: ['--dicom-port', '70000'], names: 'association.port', why: 'no such port' },
    { args: ['--ae-title', 'A\\B'], names: 'association.aeTitle', why: 'a backslash' },
    { args: ['--ae-title', 'SEVENTEEN_LETTERS'], names: 'association.aeTitle', why: 'too long' },
    { args: ['--colour', 'red'], names: '--colour', why: 'no such option' },
  ])('names $names when it is wrong: $why', ({ args, names }) => {
    const options = readOptions(args, folder);
    expect(options.ok ? '' : options.error.join('\n')).toContain(names);
  });

  it.each([
    { content: '{"asociation":{}}', says: 'asociation', why: 'a misspelt key' },
    { content: '{"association":{"maxPduBytes":1}}', says: 'association.maxPduBytes', why: 'below the limit' },
    {
      content: '{"association":{"allowedAddresses":"10.0.0.300"}}',
      says: 'association.allowedAddresses',
      why: 'an address list that would let in everybody',
    },
    { content: '{', says: 'config.json', why: 'no JSON' },
    { content: '[]', says: 'one JSON object', why: 'a list' },
  ])('says what is wrong in the file: $why', ({ content, says }) => {
    const options = readOptions(['--config', writeConfig(content)], folder);
    expect(options.ok ? '' : options.error.join('\n')).toContain(says);
  });
});
