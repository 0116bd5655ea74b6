import { describe, expect, it } from 'vitest';
import { aDevice } from './network.fake.ts';
import { readForm, toForm } from './device-draft.ts';

describe('device form', () => {
  it('gives back what it was given', () => {
    const device = aDevice({
      port: 104,
      isEncrypted: true,
      tlsProfile: 'older-devices',
      maxAssociations: 3,
      transferSyntaxes: ['1.2.840.10008.1.2', '1.2.840.10008.1.2.1'],
      userName: 'ct',
    });
    const { draft, mistakes } = readForm(toForm(device));
    expect(mistakes).toEqual([]);
    expect(device).toMatchObject(draft);
  });

  it.each(['0', '65536', '10a', '-1'])('says what a port is when "%s" was typed', (port) => {
    expect(readForm({ ...toForm(null), port }).mistakes).toEqual([
      { field: 'port', message: 'A port is 1 to 65535.' },
    ]);
  });

  it('takes an empty port as a device that only calls', () => {
    expect(readForm({ ...toForm(null), port: ' ' })).toMatchObject({ draft: { port: null }, mistakes: [] });
  });
});
