import { act, cleanup, fireEvent, render } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { QualityPanelProps } from '../../quality/quality-panel-props.ts';
import { aFinding, aJudgedImage, aJudgedStudy } from '../../quality/quality.fake.ts';
import { giveElementsASize } from '../../ui/jsdom-layout.fake.ts';
import type { Toast } from '../../ui/toast-store.ts';
import { FakeCore } from './core.fake.ts';
import { FakeStackEngine } from './stack-engine.fake.ts';
import { anInstance, aSeries, aStudy } from './study.fake.ts';
import { StudyViewer } from './StudyViewer.tsx';

const axial = aSeries(
  'axial',
  ['a', 'b', 'c'].map((uid) => anInstance(uid)),
);
const scout = aSeries('scout', [anInstance('s')]);
const moved = aJudgedImage('b', 2, { verdict: 'check', score: 0.58, findings: [aFinding()] });
const noisy = aJudgedImage('s', 1, {
  verdict: 'repeat',
  score: 0.3,
  findings: [
    aFinding({ type: 'noise', region: null, directionDegrees: null }),
    aFinding({ type: 'truncation' }),
  ],
});

describe('quality in the viewer', () => {
  let core: FakeCore;
  let panel: QualityPanelProps;
  let toasts: Omit<Toast, 'id'>[];
  let engine: FakeStackEngine;

  beforeEach(async () => {
    Element.prototype.scrollIntoView = () => undefined;
    giveElementsASize(window);
    core = new FakeCore({ study: aStudy(), series: [axial, scout] });
    core.quality = aJudgedStudy([noisy, moved, aJudgedImage('a', 1), aJudgedImage('c', 3)]);
    toasts = [];
    render(
      <StudyViewer
        api={core}
        studyInstanceUid="1.2"
        isActive
        onTitle={() => undefined}
        onClose={() => undefined}
        onSay={(toast) => toasts.push(toast)}
        QualityPanel={(props) => {
          panel = props;
          return <aside aria-label="Quality" />;
        }}
        createEngine={() => (engine = new FakeStackEngine())}
      />,
    );
    await act(async () => undefined);
  });
  afterEach(() => {
    cleanup();
  });

  const press = (key: string, init: KeyboardEventInit = {}) =>
    act(async () => {
      fireEvent.keyDown(window, { key, ...init });
    });
  const shown = () => document.querySelector<HTMLElement>('#viewer-tile')?.dataset['sopInstanceUid'];

  it('goes to the worst image with G, in whichever series it is, and through its findings to the next', async () => {
    await press('g');
    expect([shown(), panel.chosenFindingIndex]).toEqual(['s', 0]);
    await press('g');
    expect([shown(), panel.chosenFindingIndex]).toEqual(['s', 1]);
    await press('g');
    expect([shown(), panel.chosenFindingIndex]).toEqual(['b', 0]);
    await press('G', { shiftKey: true });
    expect([shown(), panel.chosenFindingIndex]).toEqual(['s', 1]);
  });

  it('agrees with one key, says so, and takes it back on request', async () => {
    act(() => engine.show(1));
    await press('j');
    expect(core.reviews).toEqual([
      { sopInstanceUid: 'b', decision: 'agree', findingType: 'motion', reason: '' },
    ]);
    expect(toasts[0]?.text).toBe('Agreed: motion, image 2.');
    expect(toasts[0]?.action?.label).toBe('Undo');
  });

  it('overrules with Shift J and the digit of a reason; a digit then sets no window', async () => {
    act(() => engine.show(1));
    await press('J', { shiftKey: true });
    expect(panel.isOverruling).toBe(true);
    await press('2');
    expect(core.reviews).toEqual([
      {
        sopInstanceUid: 'b',
        decision: 'overrule',
        findingType: 'motion',
        reason: 'There, and good enough to read',
      },
    ]);
    expect(engine.state.window?.width).toBe(80);
    expect(panel.isOverruling).toBe(false);
  });

  it('leaves it open with Esc, and asks nobody on an image where nothing was found', async () => {
    act(() => engine.show(1));
    await press('J', { shiftKey: true });
    await press('Escape');
    expect(panel.isOverruling).toBe(false);
    act(() => engine.show(0));
    await press('j');
    expect(core.reviews).toEqual([]);
  });

  it('asks for a repeat of the image on the screen with Ctrl B, and gives the reason', async () => {
    act(() => engine.show(1));
    await press('b', { ctrlKey: true });
    expect(core.reviews).toEqual([
      {
        sopInstanceUid: 'b',
        decision: 'repeat',
        findingType: 'motion',
        reason: 'The skull edge is doubled.',
      },
    ]);
  });

  it('says why a decision was not taken', async () => {
    act(() => engine.show(1));
    core.refusal = 'Needs the right to decide.';
    await press('j');
    expect(toasts[0]).toMatchObject({ level: 'repeat', text: 'Not decided: Needs the right to decide.' });
  });

  it('hides the panel with Ctrl Q and shows it again', async () => {
    const isShown = () => document.querySelector('aside[aria-label=Quality]') !== null;
    expect(isShown()).toBe(true);
    await press('q', { ctrlKey: true });
    expect(isShown()).toBe(false);
    await press('q', { ctrlKey: true });
    expect(isShown()).toBe(true);
  });

  it('marks in the scroll bar where something was found', () => {
    const ticks = [...document.querySelectorAll<HTMLElement>('.stack-scroll__tick')];
    expect(ticks.map((tick) => [tick.className, tick.style.top])).toEqual([
      ['stack-scroll__tick stack-scroll__tick--check', '50%'],
    ]);
  });

  it('hears of new verdicts while it is open', async () => {
    vi.useFakeTimers();
    core.judge(aJudgedStudy([aJudgedImage('a', 1, { verdict: 'repeat', findings: [aFinding()] })]));
    await act(() => vi.advanceTimersByTimeAsync(1_000));
    vi.useRealTimers();
    expect(panel.state.status === 'ready' && panel.state.quality?.instances[0]?.verdict).toBe('repeat');
  });
});
