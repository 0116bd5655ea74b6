import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeQualityCore } from '../../quality/core.fake.ts';
import { aFinding, aJudgedImage, aJudgedStudy, aTask } from '../../quality/quality.fake.ts';
import { giveElementsASize } from '../../ui/jsdom-layout.fake.ts';
import { TechnologistDesk } from './TechnologistDesk.tsx';

const group = { key: 'DX room 2', imageCount: 50, repeatCount: 4, rejectCount: 1 };

describe('the technologist desk', () => {
  let core: FakeQualityCore;
  const onOpenStudy = vi.fn();
  const onRoomView = vi.fn();

  beforeEach(async () => {
    giveElementsASize(window);
    Element.prototype.scrollIntoView = () => undefined;
    core = new FakeQualityCore({
      'quality.tasks': ({ list }) => ({
        tasks: list === 'senior' ? [] : [aTask({ priority: 'stat' }), aTask({ studyInstanceUid: '3' })],
        sequence: 1,
      }),
      'quality.rooms': () => ({ rooms: [{ room: 'CT-1', lastReceivedAtMs: 0 }] }),
      'quality.room': () => ({
        room: 'CT-1',
        study: aTask(),
        patientMayGo: false,
        sentence: 'Check image 2: motion',
        subjectSopInstanceUid: 'b',
        images: [
          { sopInstanceUid: 'b', instanceNumber: 2, verdict: 'check', isKept: false, reason: 'Motion' },
        ],
      }),
      'quality.study': ({ studyInstanceUid }) =>
        aJudgedStudy([
          aJudgedImage(`${studyInstanceUid}.b`, 2, { verdict: 'check', findings: [aFinding()] }),
          aJudgedImage(`${studyInstanceUid}.a`, 1),
        ]),
      'quality.ledger': () => ({
        rows: [],
        byDevice: [],
        byRoom: [group],
        byProjection: [],
        byOperator: [],
        byReason: [],
        imageCount: 50,
      }),
      'quality.statistics': () => ({
        judgedCount: 50,
        flaggedCount: 4,
        agreedCount: 2,
        overruledCount: 1,
        byType: [{ type: 'motion', flaggedCount: 4, agreedCount: 2, overruledCount: 1 }],
      }),
      'quality.review': () => ({}),
      'study.get': () => ({ study: {} as never, series: [] }),
    });
    render(
      <TechnologistDesk
        api={core}
        isActive
        areKeysShown={false}
        onShowKeys={() => undefined}
        onSay={() => undefined}
        onOpenStudy={onOpenStudy}
        onRoomView={onRoomView}
      />,
    );
    await act(async () => undefined);
    await act(async () => undefined);
  });
  afterEach(() => {
    cleanup();
    vi.clearAllMocks();
  });

  const press = (key: string) =>
    act(async () => {
      fireEvent.keyDown(window, { key });
    });
  const tasks = () =>
    within(screen.getByRole('complementary', { name: 'To decide' })).getAllByRole('listitem');

  it('lists what is to be decided with whose it is, where, and why', () => {
    expect(tasks()).toHaveLength(2);
    expect(tasks()[0]?.textContent).toContain('Motion 0.82');
    expect(tasks()[0]?.textContent).toContain('Mihon, Hanako, K-20415, CT Head, image 2');
    expect(tasks()[0]?.textContent).toContain('STAT');
  });

  it('offers keep, repeat and reject with the same weight', () => {
    const answers = within(tasks()[0]!)
      .getAllByRole('button')
      .slice(0, 3)
      .map((button) => [button.firstChild?.textContent, button.className]);
    expect(answers.map(([word]) => word)).toEqual(['Keep', 'Repeat', 'Reject…']);
    expect(new Set(answers.map(([, className]) => className)).size).toBe(1);
    expect(document.activeElement).toBe(document.body);
  });

  it('keeps the image with 1, and decides about the study that the keyboard chose', async () => {
    await press('ArrowDown');
    await press('1');
    expect(core.inputsOf('quality.review')).toMatchObject([{ sopInstanceUid: '3.b', decision: 'overrule' }]);
  });

  it('asks why before it rejects; Esc leaves it open', async () => {
    await press('3');
    await press('Escape');
    await press('3');
    expect(core.inputsOf('quality.review')).toEqual([]);
    await press('1');
    expect(core.inputsOf('quality.review')).toMatchObject([
      { sopInstanceUid: '1.2.b', decision: 'reject', reason: 'Positioning' },
    ]);
  });

  it('shows each room with its sentence, and goes to the room view with F11', async () => {
    expect(screen.getByRole('article', { name: 'CT-1' }).textContent).toContain('Check image 2: motion');
    await press('F11');
    expect(onRoomView).toHaveBeenCalledWith('');
  });

  it('flags a room that repeats more than the aim, and says how often the check was right', () => {
    expect(screen.getByRole('img', { name: 'Over the aim' })).toBeTruthy();
    expect(screen.getByText('10 %')).toBeTruthy();
    expect(screen.getByText(/people agreed with 2 of 3/)).toBeTruthy();
  });

  it('opens the study with Enter', async () => {
    await press('Enter');
    expect(onOpenStudy).toHaveBeenCalledWith({ studyInstanceUid: '1.2', title: 'Mihon, Hanako, CT Head' });
  });
});
