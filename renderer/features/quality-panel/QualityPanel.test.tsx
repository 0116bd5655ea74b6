import { cleanup, render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { StudyQuality } from '../../../preload/contract/quality.ts';
import type { QualityPanelProps } from '../../quality/quality-panel-props.ts';
import { aFinding, aJudgedImage, aJudgedStudy } from '../../quality/quality.fake.ts';
import { QualityPanel } from './QualityPanel.tsx';

const moved = aJudgedImage('b', 17, {
  verdict: 'check',
  score: 0.58,
  findings: [aFinding()],
});
const images = ['a', 'b', 'c'].map((sopInstanceUid, index) => ({
  sopInstanceUid,
  name: `Image ${index + 16}`,
}));

function show(quality: StudyQuality | null, change: Partial<QualityPanelProps> = {}) {
  const deeds = {
    onShowImage: vi.fn(),
    onChoose: vi.fn(),
    onAgree: vi.fn(),
    onStartOverruling: vi.fn(),
    onOverrule: vi.fn(),
    onLeaveOverruling: vi.fn(),
    onTakeBack: vi.fn(),
    onToggleMarks: vi.fn(),
    onClose: vi.fn(),
    onJudgeAgain: vi.fn(),
  };
  render(
    <QualityPanel
      state={{ status: 'ready', quality }}
      images={images}
      shownSopInstanceUid="b"
      chosenFindingIndex={0}
      areMarksShown
      isOverruling={false}
      {...deeds}
      {...change}
    />,
  );
  return deeds;
}

const study = aJudgedStudy([moved, aJudgedImage('a', 16), aJudgedImage('c', 18)]);

describe('the quality panel', () => {
  afterEach(cleanup);

  it('gives the reason first, and the number beside it', () => {
    show(study);
    const card = screen.getByRole('article', { name: 'Motion' });
    expect(card.textContent).toContain('The skull edge is doubled.');
    expect(card.textContent).toContain('0.82 likely');
    expect(screen.getByText('score 0.58')).toBeTruthy();
  });

  it('gives agree and overrule the same weight: neither is primary, neither has the focus', () => {
    show(study);
    const agree = screen.getByRole('button', { name: /^Agree/ });
    const overrule = screen.getByRole('button', { name: /^Overrule/ });
    expect(agree.className).toBe(overrule.className);
    expect(agree.className).not.toContain('primary');
    expect(document.activeElement).toBe(document.body);
  });

  it('offers four reasons for overruling, each with its digit', async () => {
    const deeds = show(study, { isOverruling: true });
    const group = screen.getByRole('group', { name: 'Why it is overruled' });
    await userEvent.click(within(group).getByRole('button', { name: /good enough to read/ }));
    expect(deeds.onOverrule).toHaveBeenCalledWith('There, and good enough to read');
  });

  it('says what was decided and by whom, and lets it be taken back', async () => {
    const decided = {
      decision: 'overrule',
      findingType: 'motion',
      reason: 'It is not there',
      reviewedBy: 'Dr. Muster',
      reviewedAtMs: 2_000,
    } as const;
    const deeds = show(aJudgedStudy([{ ...moved, reviews: [decided] }]));
    const card = screen.getByRole('article', { name: 'Motion' });
    expect(card.textContent).toContain('Overruled: it is not there, Dr. Muster');
    expect(within(card).queryByRole('button', { name: /^Agree/ })).toBeNull();
    await userEvent.click(within(card).getByRole('button', { name: 'Take back' }));
    expect(deeds.onTakeBack).toHaveBeenCalledOnce();
    const log = screen.getByRole('region', { name: 'What happened' });
    expect([...log.querySelectorAll('li bdi')].map((line) => line.textContent)).toEqual([
      'Found motion',
      'Overruled motion, It is not there, Dr. Muster',
    ]);
  });

  it('says of each metric whether it is usual', () => {
    show(study);
    expect(screen.getByRole('img', { name: 'Noise 1.8 %, usual 1 to 2.5 %' })).toBeTruthy();
    expect(
      screen.getByRole('img', { name: 'Edge spread 2.4 mm, higher than usual, usual 0.4 to 0.9 mm' }),
    ).toBeTruthy();
  });

  it('jumps to an image by its bar with the arrow keys', async () => {
    const deeds = show(study);
    screen.getByRole('slider', { name: 'Score per image' }).focus();
    await userEvent.keyboard('{ArrowRight}');
    expect(deeds.onShowImage).toHaveBeenCalledWith('c');
  });

  it('lists findings of other images, and goes there', async () => {
    const deeds = show(study, { shownSopInstanceUid: 'a' });
    await userEvent.click(screen.getByRole('button', { name: /Motion, image 17/ }));
    expect(deeds.onChoose).toHaveBeenCalledWith({ instance: moved, findingIndex: 0 });
  });

  it('says that a body part is another than ordered', () => {
    const anatomy = { expected: 'HAND', detected: 'CHEST', confidence: 0.97, agrees: false };
    show(aJudgedStudy([{ ...moved, anatomy }]));
    expect(screen.getByText('Looks like chest 0.97, header says hand')).toBeTruthy();
  });

  it('says how far judging has come', () => {
    show({ ...study, imageCount: 5 });
    expect(screen.getByRole('status').textContent).toContain('3 of 5 judged');
  });

  it('does not take an image that cannot be judged for a good one', () => {
    const strange = aJudgedImage('b', 17, {
      verdict: 'unknown',
      score: null,
      recommendation: 'This kind of image is outside what the model has learned.',
    });
    show(aJudgedStudy([strange]));
    const card = screen.getByRole('article', { name: 'Cannot judge' });
    expect(card.textContent).toContain('outside what the model has learned');
    expect(within(card).getByRole('button', { name: /^Overrule/ })).toBeTruthy();
  });

  it('names the model and where it ran, and what AI does not judge', () => {
    show(study);
    expect(screen.getByText(/bucky-quality 1.0 on CPU, 312 ms/)).toBeTruthy();
    expect(screen.getByText(/never disease/)).toBeTruthy();
  });

  it('says so when nothing was judged, and when it cannot be shown', () => {
    show(null);
    expect(screen.getByText(/Nothing of this study was judged/)).toBeTruthy();
    cleanup();
    show(null, { state: { status: 'failed', message: 'The core did not answer.' } });
    expect(screen.getByText(/The core did not answer/)).toBeTruthy();
  });
});
