import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RoomState } from '../../../preload/contract/quality.ts';
import { FakeQualityCore } from '../../quality/core.fake.ts';
import { aFinding, aJudgedImage, aJudgedStudy, aTask } from '../../quality/quality.fake.ts';
import { giveElementsASize } from '../../ui/jsdom-layout.fake.ts';
import { createToastStore } from '../../ui/toast-store.ts';
import { hashOfRoom, roomOfHash } from './room-place.ts';
import { RoomView } from './RoomView.tsx';

const image = (uid: string, instanceNumber: number, verdict: RoomState['images'][number]['verdict']) => ({
  sopInstanceUid: uid,
  instanceNumber,
  verdict,
  isKept: false,
  reason: verdict === 'check' ? 'Motion' : '',
});
const fine: RoomState = {
  room: 'CT-1',
  study: aTask({ imageCount: 2, expectedCount: 2 }),
  patientMayGo: true,
  sentence: 'Patient may go',
  subjectSopInstanceUid: null,
  images: [image('a', 1, 'good'), image('b', 2, 'good')],
};
const doubtful: RoomState = {
  ...fine,
  patientMayGo: false,
  sentence: 'Check image 2: motion',
  subjectSopInstanceUid: 'b',
  images: [image('a', 1, 'good'), image('b', 2, 'check')],
};

describe('the room view', () => {
  let core: FakeQualityCore;
  const onLeave = vi.fn();

  beforeEach(() => {
    vi.useFakeTimers();
    giveElementsASize(window);
    core = new FakeQualityCore({
      'quality.room': () => fine,
      'quality.study': () =>
        aJudgedStudy([aJudgedImage('b', 2, { verdict: 'check', findings: [aFinding()] })]),
      'quality.review': () => ({}),
      'study.get': () => {
        throw new Error('replaced below');
      },
    });
    core.answers['study.get'] = () => ({ study: { patientBirthDate: null } as never, series: [] });
  });
  afterEach(() => {
    cleanup();
    vi.clearAllMocks();
    vi.useRealTimers();
  });

  async function show(room = 'CT-1', areNamesShort = false) {
    render(
      <RoomView
        api={core}
        toasts={createToastStore()}
        room={room}
        areNamesShort={areNamesShort}
        onRoom={() => undefined}
        onLeave={onLeave}
      />,
    );
    await act(() => vi.advanceTimersByTimeAsync(50));
  }
  const sentence = () => screen.getByRole('heading', { level: 2 }).textContent.replaceAll('\u00a0', ' ');
  const press = (key: string, init: KeyboardEventInit = {}) =>
    act(async () => {
      fireEvent.keyDown(window, { key, ...init });
      await vi.advanceTimersByTimeAsync(10);
    });

  it('lets the patient go only when the core says so, and says how it is', async () => {
    await show();
    expect(sentence()).toBe('Patient may go');
    expect(screen.getByText('2 of 2 arrived')).toBeTruthy();
    expect(screen.getByText('both good')).toBeTruthy();
    expect(screen.queryByRole('button', { name: /fine/ })).toBeNull();
  });

  it('takes it back at once when something else arrives, and says so', async () => {
    await show();
    core.change({ 'quality.room': () => doubtful });
    await act(() => vi.advanceTimersByTimeAsync(1_000));
    expect(sentence()).toBe('Check image 2: motion');
    expect(screen.getByRole('alert').textContent).toContain('was taken back');
  });

  it('never lets a patient go on an answer that may be old', async () => {
    await show();
    act(() => {
      core.lineState.set({ state: 'restarting', detail: 'The core does not answer.', retryInMs: 500 });
    });
    expect(sentence()).toBe('No line to Bucky');
    expect(screen.queryByText('Patient may go')).toBeNull();
  });

  it('says nothing good when the newest question failed', async () => {
    await show();
    core.refusal = 'The core did not answer within 10 s.';
    core.change({});
    await act(() => vi.advanceTimersByTimeAsync(1_000));
    expect(screen.queryByText('Patient may go')).toBeNull();
    expect(screen.getByText(/did not answer within 10 s/)).toBeTruthy();
  });

  it.each([
    { key: '1', decision: 'overrule' },
    { key: '2', decision: 'repeat' },
    { key: '3', decision: 'reject' },
  ])('decides about the image of the sentence with $key: $decision', async ({ key, decision }) => {
    core.answers['quality.room'] = () => doubtful;
    await show();
    expect(screen.getByText('The skull edge is doubled.')).toBeTruthy();
    await press(key);
    expect(core.inputsOf('quality.review')).toMatchObject([
      { sopInstanceUid: 'b', decision, findingType: null },
    ]);
  });

  it('takes a held key and a second press for one decision', async () => {
    core.answers['quality.room'] = () => doubtful;
    await show();
    await press('1');
    await press('1', { repeat: true });
    await press('2');
    expect(core.inputsOf('quality.review')).toHaveLength(1);
  });

  it('asks nothing on the keys while nothing is to be decided', async () => {
    await show();
    await press('2');
    expect(core.inputsOf('quality.review')).toEqual([]);
  });

  it('keeps the identity in sight, and shortens it where others see the screen', async () => {
    await show();
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Mihon, Hanako');
    cleanup();
    await show('CT-1', true);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('M. H.');
  });

  it('asks which room it is, and leaves with Esc', async () => {
    core.answers['quality.rooms'] = () => ({ rooms: [{ room: 'CT-1', lastReceivedAtMs: Date.now() }] });
    await show('');
    expect(screen.getByRole('button', { name: /CT-1/ })).toBeTruthy();
    await press('Escape');
    expect(onLeave).toHaveBeenCalledOnce();
  });
});

describe('the address of a room', () => {
  it('carries any name there and back', () => {
    expect(roomOfHash(hashOfRoom('Röntgen #2 / links'))).toBe('Röntgen #2 / links');
    expect(roomOfHash('')).toBeNull();
    expect(roomOfHash('#room=%')).toBe('');
  });
});
