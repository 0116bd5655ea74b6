import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAppOptions } from './app-options.ts';

describe('readAppOptions', () => {
  it('passes what concerns the core on to the core', () => {
    const args = ['--dicom-host', '127.0.0.1', '--dicom-port', '0', '--ae-title=TEST', '--data', '/tmp/x'];
    expect(readAppOptions(args, {})).toEqual({
      dataDir: path.resolve('/tmp/x'),
      coreArgs: ['--dicom-host', '127.0.0.1', '--dicom-port', '0', '--ae-title', 'TEST'],
      isSelfTest: false,
    });
  });

  it('leaves the data folder to the system unless the environment names one', () => {
    expect(readAppOptions([], {}).dataDir).toBeNull();
    expect(readAppOptions([], { BUCKY_DATA_DIR: '/srv/bucky' }).dataDir).toBe(path.resolve('/srv/bucky'));
    expect(readAppOptions(['--data', '/a'], { BUCKY_DATA_DIR: '/b' }).dataDir).toBe(path.resolve('/a'));
  });

  it('is not confused by switches of Chromium or an option without its value', () => {
    const options = readAppOptions(
      ['--no-sandbox', '--remote-debugging-port=9222', '--self-test', '--data'],
      {},
    );
    expect(options).toEqual({ dataDir: null, coreArgs: [], isSelfTest: true });
  });
});
