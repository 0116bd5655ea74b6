import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeCore } from './core.fake.ts';
import { SOON_MS } from './refresh-pace.ts';
import { aStudyRow } from './study-row.fake.ts';
import { FIRST_LIMIT, WorklistStore } from './worklist-store.ts';

const row = (studyInstanceUid: string, overrides: Parameters<typeof aStudyRow>[0] = {}) =>
  aStudyRow({ studyInstanceUid, ...overrides });

describe('WorklistStore', () => {
  let core: FakeCore;
  let store: WorklistStore;
  let stop: () => void;
  const settle = () => vi.advanceTimersByTimeAsync(0);
  const shownUids = () => store.state.get().shown?.studies.map((study) => study.studyInstanceUid);

  beforeEach(async () => {
    vi.useFakeTimers();
    core = new FakeCore([row('1'), row('2')]);
    store = new WorklistStore(core);
    stop = store.start();
    await settle();
  });
  afterEach(() => {
    stop();
    vi.useRealTimers();
  });

  it('shows what the core lists and puts the keyboard on the first row', () => {
    expect(shownUids()).toEqual(['1', '2']);
    expect(store.state.get().selected).toBe('1');
  });

  it('patches a growing study in place, without asking for the list again', async () => {
    core.receive(row('2', { status: 'received', instanceCount: 1 }));
    await vi.advanceTimersByTimeAsync(SOON_MS);
    const askedCount = core.inputsOf('worklist.list').length;
    for (let instanceCount = 2; instanceCount <= 300; instanceCount++) {
      core.receive(row('2', { status: 'received', instanceCount }));
    }
    await vi.advanceTimersByTimeAsync(60_000);
    expect(store.rows.get('2')?.instanceCount).toBe(300);
    expect(core.inputsOf('worklist.list')).toHaveLength(askedCount);
  });

  it('tells only the row whose study changed', () => {
    const first = vi.fn();
    const second = vi.fn();
    store.rows.subscribe('1', first);
    store.rows.subscribe('2', second);
    core.receive(row('2', { instanceCount: 5 }));
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([0, 1]);
  });

  it('asks at once when a study came that it does not show, then at most every half second', async () => {
    await vi.advanceTimersByTimeAsync(SOON_MS);
    core.receive(row('3'));
    await settle();
    expect(shownUids()).toEqual(['3', '1', '2']);
    const askedCount = core.inputsOf('worklist.list').length;
    for (let count = 0; count < 20; count++) core.receive(row(`new ${count}`));
    await vi.advanceTimersByTimeAsync(SOON_MS);
    expect(core.inputsOf('worklist.list')).toHaveLength(askedCount + 1);
    expect(shownUids()).toHaveLength(23);
  });

  it('marks and announces a study that came by itself, not those of a new filter', async () => {
    await vi.advanceTimersByTimeAsync(SOON_MS);
    core.receive(row('3'));
    await settle();
    expect(store.arrivedInListAtMs('3')).toBeTypeOf('number');
    expect(store.arrivals.get().map((study) => study.studyInstanceUid)).toEqual(['3']);
    store.changeQuery({ text: 'nobody' });
    await settle();
    store.changeQuery({ text: '' });
    await settle();
    expect(store.arrivedInListAtMs('1')).toBeUndefined();
    expect(store.arrivals.get()).toHaveLength(1);
  });

  it('keeps rows where they are while held, counts who waits, and lets them in on release', async () => {
    await vi.advanceTimersByTimeAsync(SOON_MS);
    store.hold();
    core.receive(row('3'));
    await settle();
    expect(shownUids()).toEqual(['1', '2']);
    expect(store.state.get().waitingCount).toBe(1);
    store.release();
    expect(shownUids()).toEqual(['3', '1', '2']);
    expect(store.state.get().waitingCount).toBe(0);
  });

  it('brings numbers of held rows up to date, and does not go back on them at release', async () => {
    await vi.advanceTimersByTimeAsync(SOON_MS);
    store.hold();
    core.receive(row('3'));
    await settle();
    core.receive(row('2', { instanceCount: 9 }));
    expect(store.rows.get('2')?.instanceCount).toBe(9);
    store.release();
    expect(store.rows.get('2')?.instanceCount).toBe(9);
  });

  it('shows the answer to a person at once, held or not', async () => {
    store.hold();
    store.changeQuery({ text: 'nobody' });
    await settle();
    expect(shownUids()).toEqual([]);
  });

  it('drops a late answer to an older question', async () => {
    const answers: (() => void)[] = [];
    const answer = core.call.bind(core);
    vi.spyOn(core, 'call').mockImplementation(async (name, input) => {
      await new Promise<void>((resolve) => answers.push(resolve));
      return answer(name, input);
    });
    store.changeQuery({ text: 'nobody' });
    store.changeQuery({ text: '' });
    answers[1]?.();
    await settle();
    answers[0]?.();
    await settle();
    expect(shownUids()).toEqual(['1', '2']);
  });

  it('keeps the newer row when an event overtook the list', async () => {
    let letAnswer: (() => void) | undefined;
    const answer = core.call.bind(core);
    vi.spyOn(core, 'call').mockImplementation(async (name, input) => {
      const reply = await answer(name, input); // the core made it before the event
      await new Promise<void>((resolve) => (letAnswer = resolve));
      return reply;
    });
    store.askAgain();
    await settle();
    core.receive(row('2', { instanceCount: 40 }));
    letAnswer?.();
    await settle();
    expect(store.rows.get('2')?.instanceCount).toBe(40);
  });

  it('asks again after a resync and takes events of a restarted core, which count from 1', async () => {
    core.receive(row('2', { instanceCount: 2 }));
    core = Object.assign(core, { studies: [row('2', { instanceCount: 7 })] });
    core.resync();
    await settle();
    expect(shownUids()).toEqual(['2']);
    expect(store.rows.get('2')?.instanceCount).toBe(7);
  });

  it('keeps what it shows when the core does not answer, and says why', async () => {
    core.failure = { code: 'busy', message: 'The core stopped before it answered.' };
    store.askAgain();
    await settle();
    expect(shownUids()).toEqual(['1', '2']);
    expect(store.state.get().error?.message).toBe('The core stopped before it answered.');
  });

  it('moves the keyboard to the row that took the place of one that left', async () => {
    store.select('1');
    core.studies = [row('2')];
    store.askAgain();
    await settle();
    expect(store.state.get().selected).toBe('2');
  });

  it('stops at both ends of the list', () => {
    store.step(-1);
    expect(store.state.get().selected).toBe('1');
    store.step(1_000_000);
    expect(store.state.get().selected).toBe('2');
  });

  it('asks for more rows at the end of a long list, and adds them under the hand', async () => {
    core.studies = Array.from({ length: FIRST_LIMIT + 50 }, (_, index) => row(`long ${index}`));
    store.askAgain();
    await settle();
    expect(shownUids()).toHaveLength(FIRST_LIMIT);
    store.hold();
    store.askForMore();
    await settle();
    expect(shownUids()).toHaveLength(FIRST_LIMIT + 50);
    expect(store.state.get().waitingCount).toBe(0);
    expect(store.arrivals.get()).toEqual([]);
  });
});
