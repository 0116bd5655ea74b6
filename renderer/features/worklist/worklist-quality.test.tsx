import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RowQuality } from '../../../preload/contract/quality.ts';
import { aFinding, aJudgedImage, aJudgedStudy } from '../../quality/quality.fake.ts';
import { giveElementsASize } from '../../ui/jsdom-layout.fake.ts';
import { FakeCore } from './core.fake.ts';
import { aStudyRow, named } from './study-row.fake.ts';
import { WorklistPage } from './WorklistPage.tsx';

const judged = (change: Partial<RowQuality>): RowQuality => ({
  verdict: 'good',
  score: 0.93,
  judgedCount: 22,
  judgeableCount: 22,
  reason: '',
  imageNumber: null,
  ...change,
});

describe('quality in the worklist', () => {
  let core: FakeCore;

  beforeEach(() => {
    giveElementsASize(window);
    core = new FakeCore([
      aStudyRow({
        studyInstanceUid: '1.2',
        ...named('Mihon^Hanako'),
        quality: judged({ verdict: 'check', score: 0.58, reason: 'Motion, image 17', imageNumber: 17 }),
      }),
      aStudyRow({ studyInstanceUid: '2', ...named('Kim'), quality: judged({}) }),
      aStudyRow({
        studyInstanceUid: '3',
        ...named('Exempel'),
        quality: judged({ verdict: null, score: null, judgedCount: 19 }),
      }),
      aStudyRow({
        studyInstanceUid: '4',
        ...named('Report'),
        quality: judged({ verdict: null, score: null, judgedCount: 0, judgeableCount: 0 }),
      }),
    ]);
    core.quality = aJudgedStudy([
      aJudgedImage('b', 17, { verdict: 'check', score: 0.58, findings: [aFinding()] }),
      aJudgedImage('a', 16),
    ]);
  });
  afterEach(() => {
    cleanup();
    vi.useRealTimers();
  });

  async function open() {
    vi.useFakeTimers();
    render(
      <WorklistPage
        api={core}
        station={null}
        line={{ state: 'open' }}
        isActive
        areKeysShown={false}
        onShowKeys={() => undefined}
        onOpen={() => undefined}
        onSay={() => undefined}
      />,
    );
    await act(() => vi.advanceTimersByTimeAsync(500));
  }
  const qualityOf = (name: string) =>
    within(screen.getAllByRole('row').find((row) => row.textContent.includes(name))!)
      .getAllByRole('gridcell')
      .find((cell) => cell.className.includes('cell--quality'))!;
  const press = (key: string) =>
    act(async () => {
      fireEvent.keyDown(window, { key });
      await vi.advanceTimersByTimeAsync(10);
    });

  it('says why and where before the number', async () => {
    await open();
    expect(qualityOf('Mihon').textContent).toBe('Motion, image 170.58');
  });

  it('is quiet about a good study: a ring with its word for readers, and the score', async () => {
    await open();
    expect(within(qualityOf('Kim')).getByRole('img', { name: 'Good' })).toBeTruthy();
    expect(qualityOf('Kim').textContent).toBe('0.93');
  });

  it('says how far judging has come, and nothing of what has no pixels', async () => {
    await open();
    expect(qualityOf('Exempel').textContent).toBe('19 of 22 judged');
    expect(qualityOf('Report').textContent).toBe('');
  });

  it('lets the worst finding be agreed with from the list by J', async () => {
    await open();
    const part = screen.getByRole('region', { name: 'Quality' });
    expect(part.textContent).toContain('Motion, image 17');
    expect(part.textContent).toContain('1 good, 1 to check');
    await press('j');
    expect(core.inputsOf('quality.review')).toEqual([
      { sopInstanceUid: 'b', decision: 'agree', findingType: 'motion', reason: '' },
    ]);
  });

  it('overrules by Shift J and a digit', async () => {
    await open();
    await press('J');
    await press('1');
    expect(core.inputsOf('quality.review')).toEqual([
      { sopInstanceUid: 'b', decision: 'overrule', findingType: 'motion', reason: 'It is not there' },
    ]);
  });

  it('asks nothing about a good study', async () => {
    await open();
    const before = core.inputsOf('quality.study').length;
    await press('ArrowDown');
    await act(() => vi.advanceTimersByTimeAsync(1_000));
    expect(core.inputsOf('quality.study')).toHaveLength(before);
    expect(screen.queryByRole('region', { name: 'Quality' })).toBeNull();
  });
});
