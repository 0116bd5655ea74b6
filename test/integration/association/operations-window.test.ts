import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CT_FIXTURES, readFixture } from './part10-object.ts';
import { CT_IMAGE, EXPLICIT } from './raw-pdus.ts';
import { aStation, anAssociation, expectEcho, type Station } from './station.ts';

let station: Station;
beforeEach(async () => {
  station = await aStation();
});
afterEach(async () => {
  await station.listener.close();
  expect(station.store.breaches).toEqual([]);
});

const contexts = [{ sopClassUid: CT_IMAGE, transferSyntaxUids: [EXPLICIT] }];

describe('the asynchronous operations window', () => {
  const objects = CT_FIXTURES.slice(0, 4).map(readFixture);

  it('lets several objects be under way at one time, each answered by its own number', async () => {
    const finish: (() => void)[] = [];
    station.store.whenFinished = () => new Promise((resolve) => finish.push(resolve));
    const association = await anAssociation(station.port, {
      contexts,
      operations: { maxInvoked: 4, maxPerformed: 1 },
    });
    const order: number[] = [];
    const stored = objects.map(async (object, index) => {
      const response = await association.store(object);
      order.push(index);
      return response.ok && response.value.status;
    });
    while (finish.length < 4) await expectEcho(station.port);
    for (const index of [2, 0, 3, 1]) {
      finish[index]!();
      await stored[index];
    }
    expect(await Promise.all(stored)).toEqual([0, 0, 0, 0]);
    expect(order).toEqual([2, 0, 3, 1]);
    await association.release();
  });

  it('is one in each direction when nobody asks for more', async () => {
    const finish: (() => void)[] = [];
    station.store.whenFinished = () => new Promise((resolve) => finish.push(resolve));
    const association = await anAssociation(station.port, { contexts });
    const stored = objects.map((object) => association.store(object));
    for (let index = 0; index < objects.length; index += 1) {
      while (finish.length < index + 1) await expectEcho(station.port);
      expect(station.store.openCount).toBe(index + 1);
      finish[index]!();
    }
    expect((await Promise.all(stored)).every((response) => response.ok)).toBe(true);
    await association.release();
  });
});
