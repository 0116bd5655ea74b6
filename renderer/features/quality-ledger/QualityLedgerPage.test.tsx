import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CommandOutput } from '../../../preload/contract/command.ts';
import { FakeQualityCore } from '../../quality/core.fake.ts';
import { giveElementsASize } from '../../ui/jsdom-layout.fake.ts';
import { QualityLedgerPage } from './QualityLedgerPage.tsx';

const DAY_MS = 86_400_000;
const row: CommandOutput<'quality.ledger'>['rows'][number] = {
  id: 1,
  decidedAtMs: Date.now(),
  decision: 'repeat',
  reason: 'Motion',
  comment: '',
  operator: 'T. Demo',
  room: 'DX room 2',
  device: 'DX-2',
  modality: 'DX',
  bodyPart: 'CHEST',
  projection: 'PA',
  exposureIndex: 312,
  deviationIndex: 0.5,
  technique: '125 kV',
  studyInstanceUid: '1',
  sopInstanceUid: '1.1',
};
const ledger: CommandOutput<'quality.ledger'> = {
  rows: [row, { ...row, id: 2, decision: 'reject' }],
  byDevice: [{ key: 'DX-2', imageCount: 20, repeatCount: 1, rejectCount: 1 }],
  byRoom: [
    { key: 'DX room 1', imageCount: 80, repeatCount: 0, rejectCount: 0 },
    { key: 'DX room 2', imageCount: 20, repeatCount: 1, rejectCount: 1 },
  ],
  byProjection: [{ key: 'PA', imageCount: 100, repeatCount: 1, rejectCount: 1 }],
  byOperator: [{ key: '', imageCount: 100, repeatCount: 1, rejectCount: 1 }],
  byReason: [{ key: 'Motion', imageCount: 2, repeatCount: 1, rejectCount: 1 }],
  imageCount: 100,
};

describe('the quality ledger', () => {
  let core: FakeQualityCore;
  const print = vi.fn();

  beforeEach(() => {
    giveElementsASize(window);
    vi.stubGlobal('print', print);
    core = new FakeQualityCore({
      'quality.ledger': () => ledger,
      'quality.trends': () => ({
        devices: [
          {
            device: 'DX-2',
            modality: 'DX',
            trends: [
              {
                metric: 'noise',
                label: 'Noise',
                unit: '%',
                band: { low: 1, high: 2 },
                points: [
                  { atMs: Date.now() - DAY_MS, value: 1.5, isAlarm: false },
                  { atMs: Date.now(), value: 3, isAlarm: true },
                ],
                alarm: 'Noise has been above its usual range since yesterday.',
              },
            ],
          },
        ],
      }),
    });
  });
  afterEach(() => {
    cleanup();
    vi.clearAllMocks();
    vi.unstubAllGlobals();
  });

  async function show() {
    render(<QualityLedgerPage api={core} isActive areKeysShown={false} onShowKeys={() => undefined} />);
    await act(async () => undefined);
  }
  const press = (key: string, init: KeyboardEventInit = {}) =>
    act(async () => {
      fireEvent.keyDown(window, { key, ...init });
    });

  it('answers with one figure and says in words what stands out', async () => {
    await show();
    expect(screen.getByText('2 %', { selector: 'strong' })).toBeTruthy();
    expect(
      screen.getByText(
        '2 images, 2 % of 100. Most often: motion. Over the aim: DX room 2. Dashed: the aim, 8 %.',
      ),
    ).toBeTruthy();
  });

  it('gives every chart its sentence, and flags what is over the aim', async () => {
    await show();
    expect(screen.getByText('Highest: DX room 2, 10 %.')).toBeTruthy();
    expect(screen.getByText('Highest: not known, 2 %.')).toBeTruthy();
    expect(screen.getByText('Motion is the reason for 2 of 2.')).toBeTruthy();
    expect(screen.getAllByRole('img', { name: 'Over the aim' }).length).toBe(2);
  });

  it('tells of a device that has left its usual range', async () => {
    await show();
    expect(screen.getByRole('status').textContent).toContain('above its usual range since yesterday');
  });

  it('lists each decision with who, where and what', async () => {
    await show();
    const cells = [...document.querySelectorAll('tbody tr:first-child td')].map((cell) => cell.textContent);
    expect(cells.slice(1)).toEqual([
      'Repeat',
      'Motion',
      'T. Demo',
      'DX room 2',
      'DX-2',
      'DX chest PA',
      '312',
      '0.5',
      '125 kV',
    ]);
  });

  it('asks for another time by its digit', async () => {
    await show();
    await press('1');
    const [, newest] = core.inputsOf('quality.ledger').slice(-2);
    expect(Math.round((newest!.toMs - newest!.fromMs) / DAY_MS)).toBe(9); // seven, today and what comes until tomorrow
  });

  it('prints with Ctrl P', async () => {
    await show();
    await press('p', { ctrlKey: true });
    expect(print).toHaveBeenCalledOnce();
  });
});
