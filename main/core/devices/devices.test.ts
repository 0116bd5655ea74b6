import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stationMigrations } from '../catalog/migrations/index.ts';
import { openDatabase } from '../catalog/open-database.ts';
import { NEW_DEVICE } from '../catalog/station-devices-model.ts';
import { StationRecords } from '../catalog/station-records.ts';
import type { Caller, CallerRight } from '../shared/caller-policy.ts';
import { silentLogger } from '../shared/logger.ts';
import type { UnknownCallers } from './caller-policy.ts';
import { Devices } from './devices.ts';
import { hashPasscode } from './passcode.ts';

const ARCHIVE = { ...NEW_DEVICE, name: 'Archive', aeTitle: 'PACS', host: '10.0.0.9', port: 104 };

describe('devices and those who call', () => {
  let db: ReturnType<typeof openDatabase>;
  let changes: number;
  beforeEach(() => {
    db = openDatabase(':memory:', stationMigrations, { synchronous: 'NORMAL' });
    changes = 0;
  });
  afterEach(() => {
    db.close();
  });

  const open = (
    unknownCallers: UnknownCallers = 'hold',
    { nowMs = () => 1_000 }: { nowMs?: () => number } = {},
  ) =>
    Devices.open({
      station: new StationRecords(db),
      fileDestinations: [{ ...ARCHIVE, rights: ['echo', 'store', 'query'] }],
      fileRules: { unknownCallers, allowedAddresses: '' },
      nowMs,
      onChanged: () => (changes += 1),
      resolveHost: async (host) => (host === 'ct.clinic' ? ['10.0.0.7'] : []),
      logger: silentLogger,
    });

  it('holds an unknown caller that wants to search, lets it echo and store, and shows what it asked for', async () => {
    const devices = await open();
    expect(await devices.policy.decide(aCall('CT', '10.0.0.5', ['store']))).toMatchObject({
      kind: 'accept',
      rights: new Set(['echo', 'store']),
    });
    expect(await devices.policy.decide(aCall('WS', '10.0.0.6', ['query', 'retrieve']))).toMatchObject({
      kind: 'refuse',
      reason: 'held',
    });
    expect(await devices.policy.decide(aCall('WS', '10.0.0.6', ['echo', 'query']))).toMatchObject({
      kind: 'accept',
      rights: new Set(['echo', 'store']),
    });
    expect(devices.inbox.list()).toMatchObject([
      {
        aeTitle: 'WS',
        callCount: 2,
        askedFor: ['query', 'retrieve', 'echo'],
        denied: ['query', 'retrieve'],
      },
      { aeTitle: 'CT', callCount: 1, denied: [] },
    ]);
    expect(changes).toBe(3);
  });

  it('lets a caller in with its next call once somebody accepted it, from its address only', async () => {
    const devices = await open();
    await devices.policy.decide(aCall('WS', '10.0.0.6', ['query']));
    const [card] = devices.inbox.list();
    const accepted = await devices.accept(card!.callerKey, { name: null, rights: null });
    expect(accepted).toMatchObject({ ok: true, value: { name: 'WS', addressMask: '10.0.0.6' } });
    expect(devices.inbox.list()).toEqual([]);
    expect(await devices.policy.decide(aCall('WS', '10.0.0.6', ['query']))).toMatchObject({
      kind: 'accept',
      rights: new Set(['echo', 'store', 'query']),
    });
    expect(await devices.policy.decide(aCall('WS', '10.0.0.66', ['query']))).toMatchObject({
      reason: 'held',
      words: expect.stringContaining('known, but not at 10.0.0.66') as unknown,
    });
    const [again] = devices.inbox.list();
    await devices.accept(again!.callerKey, { name: null, rights: null });
    expect(devices.policy.mayNow(aCall('WS', '10.0.0.6').peer, 'query')).toBe(true);
    expect(devices.policy.mayNow(aCall('WS', '10.0.0.66').peer, 'query')).toBe(true);
    expect(devices.policy.mayNow(aCall('WS', '10.0.0.6').peer, 'retrieve')).toBe(false);
  });

  it('brings a dismissed card back when the caller asks for something new, not before', async () => {
    const devices = await open();
    const call = (...rights: CallerRight[]) => devices.policy.decide(aCall('WS', '10.0.0.6', rights));
    await call('query');
    const [card] = devices.inbox.list();
    expect(await devices.dismiss(card!.callerKey)).toBe(true);
    await call('query');
    expect(devices.inbox.list()).toEqual([]);
    await call('retrieve');
    expect(devices.inbox.list()).toMatchObject([{ callCount: 3, denied: ['query', 'retrieve'] }]);
  });

  it.each([
    { rule: 'refuse', decision: { kind: 'refuse', reason: 'unknown-caller' }, cards: 1 },
    { rule: 'accept', decision: { kind: 'accept' }, cards: 1 },
  ] as const)('does as the rule $rule says', async ({ rule, decision, cards }) => {
    const devices = await open(rule);
    expect(await devices.policy.decide(aCall('CT', '10.0.0.5', ['query']))).toMatchObject(decision);
    expect(devices.inbox.list()).toHaveLength(cards);
  });

  it('keeps rules that were set in the app, over those of the file', async () => {
    const devices = await open('hold');
    expect(await devices.setRules({ unknownCallers: 'refuse', allowedAddresses: '10.0.0.300' })).toEqual({
      ok: false,
      error: '10.0.0.300',
    });
    await devices.setRules({ unknownCallers: 'refuse', allowedAddresses: '10.0.0.0/24' });
    const reopened = await open('accept');
    expect(reopened.rules.unknownCallers).toBe('refuse');
    expect(await reopened.policy.decide(aCall('CT', '10.0.1.5'))).toMatchObject({ reason: 'address' });
    expect(reopened.policy.mayNow(aCall('PACS', '10.0.1.5').peer, 'store')).toBe(false);
  });

  it('knows the destinations of the file, and lets them call from their own address', async () => {
    const devices = await open();
    expect(devices.book.findDestination('PACS')).toMatchObject({ port: 104, deviceKey: null });
    expect(await devices.policy.decide(aCall('PACS', '10.0.0.9', ['query']))).toMatchObject({
      rights: new Set(['echo', 'store', 'query']),
    });
    expect(devices.book.findCaller('PACS', '10.0.0.8')).toBeNull();
  });

  it('finds a device by the address that its name stands for, and counts changes at once', async () => {
    const devices = await open();
    const draft = { ...ARCHIVE, name: 'CT 1', aeTitle: 'CT1', host: 'ct.clinic', maxAssociations: 2 };
    const saved = await devices.book.save(null, draft);
    expect(await devices.policy.decide(aCall('CT1', '10.0.0.7'))).toMatchObject({ maxAssociations: 2 });
    expect(await devices.policy.decide(aCall('CT1', '10.0.0.8', ['query']))).toMatchObject({
      reason: 'held',
    });
    if (!saved.ok) throw new Error('not saved');
    const { deviceKey } = saved.value;
    await devices.book.save(deviceKey, { ...draft, rights: [] });
    expect(devices.policy.mayNow(aCall('CT1', '10.0.0.7').peer, 'store')).toBe(false);
    expect(await devices.book.remove(deviceKey!)).toBe(true);
    expect(devices.book.findByName('CT 1')).toBeNull();
  });

  it('says field by field what cannot be used', async () => {
    const devices = await open();
    const draft = {
      ...NEW_DEVICE,
      name: ' ',
      aeTitle: 'A\\B',
      host: 'x',
      addressMask: '10.0.0.0/33',
      characterSet: 'KLINGON',
      transferSyntaxes: ['1.2.3'],
    };
    const saved = await devices.book.save(null, draft);
    expect(saved).toMatchObject({ ok: false });
    const fields = saved.ok || saved.error === 'gone' ? [] : saved.error.map(({ field }) => field);
    expect(fields).toEqual(['name', 'aeTitle', 'port', 'addressMask', 'characterSet', 'transferSyntaxes']);
  });

  it('lets a person replace a destination of the file, and gives no name twice', async () => {
    const devices = await open();
    await devices.book.save(null, { ...ARCHIVE, port: 105 });
    expect(devices.book.list()).toMatchObject([{ name: 'Archive', port: 105 }]);
    expect(await devices.book.save(null, ARCHIVE)).toMatchObject({ error: [{ field: 'name' }] });
  });

  it('takes the card of a caller away when a person enters it as a device, and no other card', async () => {
    const devices = await open();
    await devices.policy.decide(aCall('WS', '10.0.0.6', ['query']));
    await devices.policy.decide(aCall('WS', '10.0.0.7', ['query']));
    await devices.dismiss(devices.inbox.find(1)!.callerKey);
    await devices.save(null, { ...NEW_DEVICE, name: 'WS', aeTitle: 'WS', host: '10.0.0.6', port: 104 });
    expect(devices.inbox.listAll()).toMatchObject([{ aeTitle: 'WS', address: '10.0.0.7' }]);
    await devices.close();
    expect((await open()).inbox.listAll()).toMatchObject([{ aeTitle: 'WS', address: '10.0.0.7' }]);
  });

  it('gives a caller that was refused nothing, whatever the rule, until it is given rights', async () => {
    const devices = await open('accept');
    await devices.policy.decide(aCall('SPY', '10.0.0.6', ['query']));
    const [card] = devices.inbox.list();
    const refused = await devices.refuse(card!.callerKey);
    if (!refused.ok) throw new Error('it was there');
    expect(devices.inbox.list()).toEqual([]);
    expect(await devices.policy.decide(aCall('SPY', '10.0.0.6'))).toMatchObject({ reason: 'unknown-caller' });
    expect(devices.policy.mayNow(aCall('SPY', '10.0.0.6').peer, 'echo')).toBe(false);
    await devices.book.save(refused.value.deviceKey, { ...refused.value, rights: ['echo'] });
    expect(await devices.policy.decide(aCall('SPY', '10.0.0.6'))).toMatchObject({ kind: 'accept' });
  });

  it('takes no right from a device that is accepted at one more address', async () => {
    const devices = await open();
    await devices.book.save(null, { ...NEW_DEVICE, name: 'WS', aeTitle: 'WS', host: '10.0.0.6', port: 104 });
    await devices.policy.decide(aCall('WS', '10.0.0.66', ['query']));
    const [card] = devices.inbox.list();
    await devices.accept(card!.callerKey, { name: null, rights: null });
    expect(devices.book.findByName('WS')).toMatchObject({ rights: ['echo', 'store', 'query'] });
    expect(devices.policy.mayNow(aCall('WS', '10.0.0.6').peer, 'store')).toBe(true);
    expect(devices.policy.mayNow(aCall('WS', '10.0.0.66').peer, 'query')).toBe(true);
  });

  it('has a new card on disk at once, and what was counted since when it is closed', async () => {
    const devices = await open();
    const caller = { aeTitle: 'CT', address: '10.0.0.5' };
    await devices.policy.decide(aCall('CT', '10.0.0.5', ['store']));
    await devices.inbox.flush();
    await devices.policy.decide(aCall('CT', '10.0.0.5', ['store']));
    devices.inbox.noteStored(caller);
    devices.inbox.noteStored(caller);
    const afterPowerCut = await open();
    expect(afterPowerCut.inbox.list()).toMatchObject([{ callCount: 1, storedCount: 0 }]);
    await devices.close();
    const afterClosing = await open();
    expect(afterClosing.inbox.list()).toMatchObject([{ callCount: 2, storedCount: 2 }]);
  });

  it('gives the key of a card that is gone to no other one', async () => {
    const devices = await open();
    await devices.policy.decide(aCall('A', '10.0.0.5', ['query']));
    await devices.inbox.flush();
    const [card] = devices.inbox.list();
    await devices.accept(card!.callerKey, { name: null, rights: null });
    const reopened = await open();
    await reopened.policy.decide(aCall('B', '10.0.0.6', ['query']));
    expect(await reopened.accept(card!.callerKey, { name: null, rights: null })).toMatchObject({ ok: false });
  });

  it('forgets the oldest of very many callers', async () => {
    const devices = await open();
    for (let caller = 0; caller < 201; caller += 1) {
      await devices.policy.decide(aCall(`SCAN${caller}`, '10.0.0.5'));
    }
    const kept = devices.inbox.list();
    expect(kept).toHaveLength(200);
    expect(kept.some(({ aeTitle }) => aeTitle === 'SCAN0')).toBe(false);
  });

  it('counts what came today, over a restart, and begins anew the next day', async () => {
    let nowMs = new Date(2026, 2, 1, 23, 59).getTime();
    const caller = { aeTitle: 'CT', address: '10.0.0.5' };
    const devices = await open('hold', { nowMs: () => nowMs });
    devices.activity.called(caller);
    devices.activity.stored(caller);
    await devices.close();
    const reopened = await open('hold', { nowMs: () => nowMs });
    reopened.activity.stored(caller);
    expect(reopened.activity.callers()).toMatchObject([{ ...caller, storedCount: 2, lastCallAtMs: nowMs }]);
    nowMs += 120_000;
    expect(reopened.activity.callers()).toMatchObject([{ storedCount: 0, lastCallAtMs: nowMs - 120_000 }]);
    reopened.activity.stored(caller);
    expect(reopened.activity.callers()).toMatchObject([{ storedCount: 1 }]);
    await reopened.close();
  });

  it('keeps the last calls, and of queries of one association the newest', async () => {
    const devices = await open();
    const note = (words: string, mark: string) =>
      devices.activity.note({ aeTitle: 'CT', address: '10.0.0.5', result: 'done', words, mark });
    note('searched and got 1 answer.', '7 query');
    note('tested the connection.', '8 echo');
    note('searched and got 2 answers.', '7 query');
    expect(devices.activity.notes().map(({ words }) => words)).toEqual([
      'searched and got 2 answers.',
      'tested the connection.',
    ]);
    await devices.close();
  });

  it('asks a device with a user name for its passcode', async () => {
    const devices = await open();
    const user = { userName: 'ct', passcodeHash: await hashPasscode('secret') };
    await devices.book.save(null, { ...NEW_DEVICE, name: 'CT', aeTitle: 'CT', user });
    const call = (passcode: string | null) =>
      devices.policy.decide({ ...aCall('CT', '10.0.0.5'), identity: { userName: 'ct', passcode } });
    expect(await call('secret')).toMatchObject({ kind: 'accept' });
    expect(await call('other')).toMatchObject({ reason: 'user-identity' });
    expect(await call(null)).toMatchObject({ reason: 'user-identity' });
    expect(await devices.policy.decide(aCall('CT', '10.0.0.5'))).toMatchObject({ reason: 'user-identity' });
  });
});

function aCall(callingAeTitle: string, address: string, asksFor: readonly CallerRight[] = ['echo']): Caller {
  return {
    peer: {
      associationId: 1,
      callingAeTitle,
      calledAeTitle: 'BUCKY',
      address,
      implementationClassUid: null,
      implementationVersionName: 'TEST',
    },
    asksFor: new Set(asksFor),
    identity: null,
    isEncrypted: false,
    certificateName: null,
  };
}
