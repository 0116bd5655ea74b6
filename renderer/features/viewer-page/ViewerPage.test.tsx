import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { giveElementsASize } from '../../ui/jsdom-layout.fake.ts';
import { FakeCore } from './core.fake.ts';
import { FakeStackEngine } from './stack-engine.fake.ts';
import { anInstance, aSeries, aStudy } from './study.fake.ts';
import { StudyViewer } from './StudyViewer.tsx';
import type { OpenStudy } from './use-open-study.ts';

const axial = aSeries(
  'axial',
  ['a', 'b', 'c'].map((uid) => anInstance(uid)),
);
const scout = aSeries('scout', [anInstance('s')], { seriesDescription: 'Scout' });
const report = aSeries(
  'report',
  [anInstance('r', { hasPixels: false, sopClassUid: '1.2.840.10008.5.1.4.1.1.88.11' })],
  {
    modality: 'SR',
    seriesDescription: 'Dose',
  },
);
const study: OpenStudy = { study: aStudy(), series: [axial, scout, report] };

describe('the viewer page', () => {
  let core: FakeCore;
  let engines: FakeStackEngine[];
  const onTitle = vi.fn();
  const onClose = vi.fn();

  beforeEach(() => {
    core = new FakeCore(study);
    engines = [];
    Element.prototype.scrollIntoView = () => {};
    giveElementsASize(window);
  });
  afterEach(() => {
    cleanup();
    vi.clearAllMocks();
  });

  async function open(isActive = true) {
    const page = render(
      <StudyViewer
        api={core}
        studyInstanceUid="1.2"
        isActive={isActive}
        onTitle={onTitle}
        onClose={onClose}
        onSay={() => undefined}
        QualityPanel={() => null}
        createEngine={() => {
          const engine = new FakeStackEngine();
          engines.push(engine);
          return engine;
        }}
      />,
    );
    await act(async () => undefined);
    return page;
  }
  const engine = () => engines.at(-1)!;
  const tile = () => document.querySelector<HTMLElement>('#viewer-tile')!;
  const press = (key: string, init: KeyboardEventInit = {}) =>
    act(() => fireEvent.keyDown(window, { key, ...init }));

  it('opens the study once, names the tab, and shows the first image of the first series with pictures', async () => {
    await open();
    expect(core.calls).toEqual(['study.open']);
    expect(onTitle).toHaveBeenCalledWith('Mihon, Hanako, CT Head');
    expect(tile().dataset).toMatchObject({
      state: 'ready',
      imageIndex: '0',
      sopInstanceUid: 'a',
      windowWidth: '80',
    });
    expect(screen.getByRole('banner', { name: 'Patient and study' }).textContent).toContain(
      '12 Mar 1968 (58), F',
    );
  });

  it('says on the picture who it is, where in the stack, and how the patient lies', async () => {
    await open();
    const texts = within(tile());
    expect(texts.getByText('Mihon, Hanako')).toBeTruthy();
    expect(texts.getByText('K-20415')).toBeTruthy();
    expect(tile().textContent).toContain('1 / 3');
    expect(tile().querySelector('[data-edge=top]')?.textContent).toBe('A');
    await press('r');
    expect(tile().querySelector('[data-edge=right]')?.textContent).toBe('A');
  });

  it.each([
    { key: 'ArrowDown', init: {}, from: 0, to: 1 },
    { key: 'ArrowUp', init: {}, from: 2, to: 1 },
    { key: 'ArrowDown', init: { shiftKey: true }, from: 0, to: 2 },
    { key: 'End', init: {}, from: 0, to: 2 },
    { key: 'Home', init: {}, from: 2, to: 0 },
  ])('goes from image $from to $to with $key', async ({ key, init, from, to }) => {
    await open();
    act(() => engine().show(from));
    await press(key, init);
    expect(tile().dataset['imageIndex']).toBe(String(to));
  });

  it('scrolls one image for each notch of the wheel, and stops at the end', async () => {
    await open();
    for (let notch = 0; notch < 5; notch++) await act(async () => fireEvent.wheel(tile(), { deltaY: 100 }));
    expect(tile().dataset['imageIndex']).toBe('2');
  });

  it('shows the series that is chosen, and comes back to where the other one was left', async () => {
    await open();
    await press('End');
    await userEvent.click(screen.getByRole('button', { name: /^Scout/ }));
    expect(tile().dataset['sopInstanceUid']).toBe('s');
    await press('PageUp');
    expect(tile().dataset).toMatchObject({ sopInstanceUid: 'c', imageIndex: '2' });
  });

  it('says what an object without a picture is', async () => {
    await open();
    await press('PageDown');
    await press('PageDown');
    expect(tile().dataset['state']).toBe('object');
    expect(within(tile()).getByText('Structured report')).toBeTruthy();
    expect(within(tile()).getByText('Mihon, Hanako')).toBeTruthy();
  });

  it('sets CT windows by digit and gives the window of the image back', async () => {
    await open();
    await press('2');
    expect(tile().dataset).toMatchObject({ windowWidth: '1500', windowCenter: '-600' });
    expect(tile().textContent).toContain('W 1,500  L -600 Lung');
    await press('0');
    expect(tile().dataset['windowWidth']).toBe('80');
  });

  it('steps through the texts: the name stays in all of them', async () => {
    await open();
    const corners = () => tile().querySelectorAll('.tile-corner').length;
    expect(corners()).toBe(4);
    await press('o');
    expect(corners()).toBe(1);
    expect(tile().textContent).toContain('K-20415');
    await press('o');
    expect(tile().textContent).not.toContain('K-20415');
    expect(tile().textContent).toContain('Mihon, Hanako');
    await press('o');
    expect(corners()).toBe(4);
  });

  it('takes the tool of the key: the left button then does that', async () => {
    await open();
    tile().setPointerCapture = () => {};
    const drag = async () => {
      await act(async () => {
        fireEvent.pointerDown(tile(), { button: 0, pointerId: 1, clientX: 10, clientY: 10 });
        fireEvent.pointerMove(tile(), { pointerId: 1, clientX: 30, clientY: 40 });
        fireEvent.pointerUp(tile(), { pointerId: 1 });
      });
    };
    await drag();
    await press('p');
    expect(screen.getByRole('button', { name: 'Pan' }).getAttribute('aria-pressed')).toBe('true');
    await drag();
    await press('z');
    await drag();
    expect(engine().calls.slice(-3)).toEqual(['dragWindow', 'panBy', 'zoomBy']);
  });

  it('pans with the middle and zooms with the right button whatever the tool', async () => {
    await open();
    tile().setPointerCapture = () => {};
    for (const button of [1, 2]) {
      await act(async () => {
        fireEvent.pointerDown(tile(), { button, pointerId: 1, clientX: 10, clientY: 10 });
        fireEvent.pointerMove(tile(), { pointerId: 1, clientX: 30, clientY: 40 });
        fireEvent.pointerUp(tile(), { pointerId: 1 });
      });
    }
    expect(engine().calls.slice(-2)).toEqual(['panBy', 'zoomBy']);
  });

  it('leaves keys alone while another tab is in front, and while somebody types', async () => {
    await open(false);
    await press('ArrowDown');
    expect(tile().dataset['imageIndex']).toBe('0');
    cleanup();
    await open(true);
    const field = document.body.appendChild(document.createElement('input'));
    await act(async () => fireEvent.keyDown(field, { key: 'i' }));
    expect(engine().state.isInverted).toBe(false);
    field.remove();
  });

  it('keeps a fault in its tile, tries again, and leads on to the next image', async () => {
    await open();
    act(() =>
      engine().change({
        phase: 'failed',
        shown: null,
        failure: { kind: 'damaged', encoding: 'JPEG', detail: 'no end' },
      }),
    );
    const alert = screen.getByRole('alert');
    expect(alert.textContent).toContain('Image 1 cannot be decoded.');
    expect(alert.textContent).toContain('as it came from CT-1');
    expect(tile().textContent).toContain('Mihon, Hanako');
    await userEvent.click(within(alert).getByRole('button', { name: 'Try again' }));
    expect(engine().calls.at(-1)).toBe('retry');
    expect(tile().dataset['state']).toBe('ready');
  });

  it('says what it waits for only when the wait lasts', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      await open();
      engine().isSlow = true;
      await press('ArrowDown');
      expect(screen.queryByText(/is being loaded/)).toBeNull();
      await act(async () => vi.advanceTimersByTime(1_000));
      expect(screen.getByText(/Image 2 is being loaded/)).toBeTruthy();
      act(() => engine().finish());
      expect(screen.queryByText(/is being loaded/)).toBeNull();
    } finally {
      vi.useRealTimers();
    }
  });

  it('grows while images arrive, without losing the place', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      await open();
      await press('End');
      const grown = aSeries(
        'axial',
        ['a', 'b', 'c', 'd', 'e'].map((uid) => anInstance(uid)),
      );
      core.receive({ study: aStudy({ instanceCount: 7 }), series: [grown, scout, report] });
      await act(async () => vi.advanceTimersByTime(1_000));
      expect(tile().textContent).toContain('3 / 5');
      expect(tile().dataset['sopInstanceUid']).toBe('c');
      expect(screen.getByRole('button', { name: /^Axial.*5 images/ })).toBeTruthy();
      expect(engines).toHaveLength(1);
    } finally {
      vi.useRealTimers();
    }
  });

  it('sets the reading status, and says in the words of the core why it cannot', async () => {
    await open();
    await userEvent.click(screen.getByRole('button', { name: /Start reading/ }));
    expect(screen.getByText('Reading')).toBeTruthy();
    core.refusal = 'Somebody else is reading this study.';
    await press('4', { ctrlKey: true });
    await act(async () => undefined);
    expect(screen.getByRole('alert').textContent).toBe('Somebody else is reading this study.');
    expect(screen.getByText('Reading')).toBeTruthy();
  });

  it('says how far cine has loaded, and stops when somebody scrolls', async () => {
    await open();
    await press('c');
    expect(screen.getByText(/Loading 1 of 3/)).toBeTruthy();
    await press('ArrowDown');
    expect(screen.queryByText(/Loading/)).toBeNull();
  });

  it('says why a study did not open, and opens it on a second try', async () => {
    core.refusal = 'The core did not answer within 10 s.';
    await open();
    expect(screen.getByText('The core did not answer within 10 s.')).toBeTruthy();
    core.refusal = null;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(tile().dataset['state']).toBe('ready');
  });

  it('closes on Ctrl W, and leaves nothing open', async () => {
    const page = await open();
    await press('w', { ctrlKey: true });
    expect(onClose).toHaveBeenCalledOnce();
    page.unmount();
    expect(engines.every((each) => each.isClosed)).toBe(true);
    expect(core.listenerCount).toBe(0);
  });
});
