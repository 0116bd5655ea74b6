import { describe, expect, it } from 'vitest';
import { connectAssociation } from '../../../main/core/association/connect-association.ts';
import { VERIFICATION_SOP_CLASS } from '../../../main/core/dicom/sop-class.ts';
import { IMPLICIT_VR_LITTLE_ENDIAN } from '../../../main/core/dicom/transfer-syntax.ts';
import { deviceDraftSchema } from '../../../preload/contract/devices.ts';
import { explainMissing } from '../../support/programs.ts';
import type { ProgramResult } from '../association/run-program.ts';
import { CallingCore } from './calling-core.ts';
import { fromAddress } from './from-address.ts';

const REFUSED = /Association Rejected/;
const FOUND = /Find Response: 1 \(Pending\)/;
const DESTINATION = { name: 'Archive', aeTitle: 'ARCHIVE', host: '127.0.0.1', port: 11_115 };

const missing = explainMissing(['echoscu', 'storescu', 'findscu']);
const canCallFromElsewhere = process.platform === 'linux';

function expectDone(run: ProgramResult): void {
  expect(run.output).not.toMatch(REFUSED);
  expect(run.exitCode).toBe(0);
}

describe.skipIf(missing !== null)('callers that are not known', () => {
  it('echo and send, and are held when they search; once accepted in the inbox the same search works', async () => {
    await using station = await CallingCore.start();
    const caller = { aeTitle: 'WS_READING2' };
    expectDone(await station.echo(caller));
    expectDone(await station.store(caller));
    expect((await station.find(caller)).output).toMatch(REFUSED);

    const { callers, devices } = await station.core.call('devices.list', {});
    expect(devices).toEqual([]);
    expect(callers).toMatchObject([
      {
        aeTitle: 'WS_READING2',
        address: '127.0.0.1',
        implementation: expect.stringContaining('OFFIS') as unknown,
        denied: ['query'],
        callCount: 3,
        storedCount: 1,
      },
    ]);
    const device = await station.core.call('callers.accept', { callerKey: callers[0]!.callerKey });
    expect(device).toMatchObject({ name: 'WS_READING2', addressMask: '127.0.0.1' });

    const found = await station.find(caller);
    expectDone(found);
    expect(found.output).toMatch(FOUND);
    expect((await station.core.call('devices.list', {})).callers).toEqual([]);
    await station.restart();
    expectDone(await station.find(caller));
    const [known] = (await station.core.call('devices.list', {})).devices;
    expect(known).toMatchObject({
      name: 'WS_READING2',
      storedToday: 1,
      lastCallAtMs: expect.any(Number) as number,
    });
  });

  it('are told of in plain words', async () => {
    await using station = await CallingCore.start();
    const caller = { aeTitle: 'WS_READING2' };
    await station.echo(caller);
    await station.store(caller);
    await station.find(caller);
    await expect
      .poll(async () => (await station.core.call('devices.calls', {})).map(({ words }) => words))
      .toEqual([
        'wanted to search. Held for you.',
        'sent 1 image. It is stored.',
        'tested the connection. It works.',
      ]);
    const [card] = (await station.core.call('devices.list', {})).callers;
    await station.core.call('callers.refuse', { callerKey: card!.callerKey });
    expect((await station.echo(caller)).output).toMatch(REFUSED);
    const [last] = await station.core.call('devices.calls', { limit: 1 });
    expect(last).toMatchObject({ name: 'WS_READING2', result: 'refused', words: 'called and was refused.' });
  });

  it('do everything where the configuration file says "accept"', async () => {
    await using station = await CallingCore.start({
      association: { unknownCallers: 'accept' },
      destinations: [DESTINATION],
    });
    expectDone(await station.store({ aeTitle: 'ANYBODY' }));
    const found = await station.find({ aeTitle: 'SOMEBODY' });
    expectDone(found);
    expect(found.output).toMatch(FOUND);
    const { devices } = await station.core.call('devices.list', {});
    expect(devices).toMatchObject([{ ...DESTINATION, deviceKey: null }]);
  });

  it('get nothing where it says "refuse", and a destination of the file is let in from its address', async () => {
    await using station = await CallingCore.start({
      association: { unknownCallers: 'refuse' },
      destinations: [DESTINATION],
    });
    for (const run of [
      await station.echo({ aeTitle: 'STRANGER' }),
      await station.store({ aeTitle: 'STRANGER' }),
    ]) {
      expect(run.output).toMatch(REFUSED);
      expect(run.output).toMatch(/Calling AE Title Not Recognized/);
    }
    expectDone(await station.store({ aeTitle: 'ARCHIVE' }));
    expectDone(await station.find({ aeTitle: 'ARCHIVE' }));
    const { callers } = await station.core.call('devices.list', {});
    expect(callers).toMatchObject([{ aeTitle: 'STRANGER', callCount: 2, askedFor: ['echo', 'store'] }]);
  });

  it('are judged by the rule that was set last, without a restart and after one', async () => {
    await using station = await CallingCore.start();
    const caller = { aeTitle: 'CT9' };
    const set = (unknownCallers: 'accept' | 'refuse') =>
      station.core.call('callers.setRules', { unknownCallers, allowedAddresses: '' });
    await set('accept');
    expectDone(await station.find(caller));
    await set('refuse');
    expect((await station.echo(caller)).output).toMatch(REFUSED);
    await station.restart();
    expect((await station.echo(caller)).output).toMatch(REFUSED);
  });

  it.runIf(canCallFromElsewhere)(
    'with the name of a known device are held when they call from elsewhere',
    async () => {
      await using station = await CallingCore.start({ destinations: [DESTINATION] });
      await using elsewhere = await fromAddress('127.0.0.2', station.core.ready.dicomPort);
      expectDone(await station.find({ aeTitle: 'ARCHIVE' }));
      expect((await station.find({ aeTitle: 'ARCHIVE', port: elsewhere.port })).output).toMatch(REFUSED);
      const { callers } = await station.core.call('devices.list', {});
      expect(callers).toMatchObject([{ aeTitle: 'ARCHIVE', address: '127.0.0.2', isKnownElsewhere: true }]);
    },
  );

  it.runIf(canCallFromElsewhere)('reach nothing from an address that is not on the list', async () => {
    await using station = await CallingCore.start({ association: { allowedAddresses: '127.0.0.2/31' } });
    await using allowed = await fromAddress('127.0.0.3', station.core.ready.dicomPort);
    expect((await station.echo({ aeTitle: 'CT1' })).output).toMatch(REFUSED);
    expectDone(await station.echo({ aeTitle: 'CT1', port: allowed.port }));
    await station.core.call('callers.setRules', { unknownCallers: 'hold', allowedAddresses: '127.0.0.1' });
    expectDone(await station.echo({ aeTitle: 'CT1' }));
    expect((await station.echo({ aeTitle: 'CT1', port: allowed.port })).output).toMatch(REFUSED);
  });
});

describe.skipIf(missing !== null)('a known device', () => {
  const save = (station: CallingCore, draft: object, passcode: string | null = null) =>
    station.core.call('devices.save', {
      deviceKey: null,
      draft: deviceDraftSchema.parse({ name: 'CT 1', aeTitle: 'CT1', ...draft }),
      passcode,
    });

  it('may do what it was given and nothing else', async () => {
    await using station = await CallingCore.start({ association: { unknownCallers: 'accept' } });
    await save(station, { rights: ['echo', 'query'] });
    expectDone(await station.find({ aeTitle: 'CT1' }));
    expect((await station.store({ aeTitle: 'CT1' })).exitCode).not.toBe(0);
  });

  it('may open no more associations at one time than its limit, which others do not feel', async () => {
    await using station = await CallingCore.start();
    await save(station, { maxAssociations: 1 });
    const first = await connectAssociation({
      host: '127.0.0.1',
      port: station.core.ready.dicomPort,
      callingAeTitle: 'CT1',
      calledAeTitle: station.core.ready.aeTitle,
      contexts: [{ sopClassUid: VERIFICATION_SOP_CLASS, transferSyntaxUids: [IMPLICIT_VR_LITTLE_ENDIAN] }],
    });
    if (!first.ok) throw new Error(first.error.message);
    expect((await station.echo({ aeTitle: 'CT1' })).output).toMatch(REFUSED);
    expectDone(await station.echo({ aeTitle: 'CT2' }));
    await first.value.release();
  });

  it('has to say the user name and passcode that were entered for it', async () => {
    await using station = await CallingCore.start();
    const { device } = await save(station, { rights: ['echo', 'store', 'query'], userName: 'ct' }, 'secret');
    expect(JSON.stringify(device)).not.toMatch(/secret|passcode/i);
    const store = (...options: readonly string[]) => station.store({ aeTitle: 'CT1' }, ...options);
    expectDone(await store('-usr', 'ct', '-pwd', 'secret'));
    expect((await store('-usr', 'ct', '-pwd', 'wrong')).output).toMatch(REFUSED);
    expect((await store()).output).toMatch(REFUSED);
    expect(station.core.logLines.join('\n')).not.toMatch(/secret|wrong"/);
  });
});
