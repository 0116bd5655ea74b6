import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stationMigrations } from '../catalog/migrations/index.ts';
import { openDatabase } from '../catalog/open-database.ts';
import { StationRecords } from '../catalog/station-records.ts';
import { silentLogger } from '../shared/logger.ts';
import { Certificates } from './certificates.ts';

const NOW_MS = Date.UTC(2026, 0, 31);

describe('the certificates of the station', () => {
  let db: ReturnType<typeof openDatabase>;
  beforeEach(() => {
    db = openDatabase(':memory:', stationMigrations, { synchronous: 'NORMAL' });
  });
  afterEach(() => {
    db.close();
  });

  const open = (port: number | null, secret = 'secret') =>
    Certificates.open({
      station: new StationRecords(db),
      secret,
      fileSettings: { port, profile: 'bcp195', clientCertificate: 'ignored' },
      defaultName: 'BUCKY',
      nowMs: () => NOW_MS,
      logger: silentLogger,
    });

  it('are none until somebody makes one or wants an encrypted port', async () => {
    expect((await open(null)).identityFacts).toBeNull();
    expect((await open(2762)).identityFacts).toEqual({
      name: 'BUCKY',
      hosts: [],
      validFromMs: NOW_MS - 86_400_000,
      validToMs: Date.UTC(2036, 0, 31),
      fingerprint: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/) as unknown,
    });
  });

  it('stay the same when the station starts again', async () => {
    const first = await open(2762);
    expect((await open(2762)).identity).toEqual(first.identity);
  });

  it('are made anew where the secret that opens the key is lost', async () => {
    const first = await open(2762);
    expect((await open(null, 'another')).identity).toBeNull();
    const anew = await open(2762, 'another');
    expect(anew.identityFacts?.fingerprint).not.toBe(first.identityFacts?.fingerprint);
  });

  it('of others are trusted once each, under the name that was given last', async () => {
    const certificates = await open(2762);
    const pem = certificates.identity?.certificate ?? '';
    await certificates.trust('', pem);
    await certificates.trust('CT 1', `words before\n${pem}`);
    expect(certificates.listTrusted()).toMatchObject([{ name: 'CT 1', facts: { name: 'BUCKY' } }]);
    expect(await certificates.trust('', pem.slice(0, 300))).toMatchObject({
      error: { field: 'certificate' },
    });
    expect((await open(null)).trusted).toHaveLength(1);
  });
});
