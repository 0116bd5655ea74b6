import { describe, expect, it } from 'vitest';
import { groupByDay, inOneGroup } from './list-items.ts';
import { aStudyRow } from './study-row.fake.ts';

const at = (text: string) => new Date(text).getTime();
const now = at('2026-11-24T14:00:00');
const row = (studyInstanceUid: string, arrived: string, status: 'received' | 'complete' = 'complete') =>
  aStudyRow({ studyInstanceUid, status, studyDate: null, firstReceivedAtMs: at(arrived) });

describe('groupByDay', () => {
  it('puts a head with its number of studies over what arrives and over each day', () => {
    const items = groupByDay(
      [
        row('1', '2026-11-24T13:59:00', 'received'),
        row('2', '2026-11-24T13:00:00'),
        row('3', '2026-11-24T09:00:00'),
        row('4', '2026-11-23T20:00:00'),
      ],
      now,
    );
    expect(
      items.map((item) => (item.kind === 'group' ? `${item.title}: ${item.studyCount}` : item.key)),
    ).toEqual(['Arriving now: 1', '1', 'Today, Tuesday 24 November: 2', '2', '3', 'Yesterday: 1', '4']);
  });

  it('gives every line a key of its own even when a day comes twice', () => {
    const items = groupByDay(
      [row('1', '2026-11-24T13:00:00'), row('2', '2026-11-23T13:00:00'), row('3', '2026-11-24T12:00:00')],
      now,
    );
    expect(new Set(items.map((item) => item.key)).size).toBe(items.length);
  });

  it('puts a study under the day it was made, not the day it was fetched', () => {
    const old = aStudyRow({ studyDate: '2025-03-03', firstReceivedAtMs: now });
    expect(groupByDay([old], now)[0]).toMatchObject({ title: '3 March 2025' });
  });

  it('is empty for no studies', () => {
    expect(groupByDay([], now)).toEqual([]);
  });
});

it('inOneGroup keeps the order under one head', () => {
  const items = inOneGroup(
    [row('2', '2026-11-23T13:00:00'), row('1', '2026-11-24T13:00:00')],
    'In your order',
  );
  expect(items.map((item) => item.key)).toEqual(['all', '2', '1']);
});
