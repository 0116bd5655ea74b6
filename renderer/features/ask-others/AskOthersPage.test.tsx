import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { giveElementsASize } from '../../ui/jsdom-layout.fake.ts';
import { AskOthersPage } from './AskOthersPage.tsx';
import { quickDays } from './ask-form.ts';
import { aJob, aRemoteStudy, FakeCore } from './core.fake.ts';

const north = aRemoteStudy();
const south = aRemoteStudy({
  nodeName: 'Archive south',
  studyInstanceUid: '1.2.4',
  patientName: { alphabetic: 'Testfall^Otto', ideographic: '', phonetic: '' },
  hereCount: 12,
});
const askedNode = (name: string, change: object = {}) =>
  ({ name, state: 'done', message: '', count: 1, ...change }) as const;

describe('AskOthersPage', () => {
  let core: FakeCore;
  const onSay = vi.fn();
  const onOpenStudy = vi.fn();
  const onShowKeys = vi.fn();
  const onShowDevices = vi.fn();
  beforeEach(() => {
    giveElementsASize(window);
    window.HTMLElement.prototype.scrollIntoView = () => undefined;
    core = new FakeCore();
    core.stationNames = ['Archive north', 'Archive south'];
    core.nodes = [askedNode('Archive north'), askedNode('Archive south')];
    core.studies = [north, south];
  });
  afterEach(() => {
    cleanup();
    vi.clearAllMocks();
  });

  async function open(isActive = true) {
    render(
      <AskOthersPage
        api={core}
        isActive={isActive}
        areKeysShown={false}
        onShowKeys={onShowKeys}
        onSay={onSay}
        onOpenStudy={onOpenStudy}
        onShowDevices={onShowDevices}
      />,
    );
    await act(async () => undefined);
  }
  async function ask() {
    await open();
    await userEvent.type(screen.getByLabelText('Patient name'), 'muster{Enter}');
  }
  const tell = (...change: Parameters<FakeCore['tell']>) =>
    act(async () => {
      core.tell(...change);
    });
  const rows = () => screen.queryAllByRole('row').filter((row) => row.hasAttribute('aria-selected'));
  const stationOf = (row: HTMLElement) => within(row).getAllByRole('gridcell').at(-1)?.textContent;
  const jobs = () => within(screen.getByRole('complementary')).queryAllByRole('listitem');

  it('leads to the devices while there is no station to ask', async () => {
    core.stationNames = [];
    await open();
    await userEvent.click(screen.getByRole('button', { name: 'Open callers and devices' }));
    expect(onShowDevices).toHaveBeenCalledOnce();
  });

  it('asks all ticked stations with Enter, and shows each answer with its station', async () => {
    await open();
    await userEvent.type(screen.getByLabelText('Patient ID'), ' K-1 ');
    await userEvent.type(screen.getByLabelText('Modality'), 'ct{Enter}');
    expect(core.inputsOf('remote.search.start')).toEqual([
      {
        nodeNames: ['Archive north', 'Archive south'],
        patientName: '',
        patientId: 'K-1',
        accessionNumber: '',
        fromDate: null,
        toDate: null,
        modality: 'CT',
      },
    ]);
    expect(rows().map(stationOf)).toEqual(['Archive north', 'Archive south']);
    expect(rows()[1]?.textContent).toContain('12 of 40 here');
  });

  it('leaves out a station without its tick, and asks nobody when none is left', async () => {
    await open();
    await userEvent.click(screen.getByLabelText('Archive north'));
    await userEvent.click(screen.getByRole('button', { name: /^Yesterday/ }));
    await userEvent.click(screen.getByRole('button', { name: /^Ask/ }));
    expect(core.inputsOf('remote.search.start')).toEqual([
      expect.objectContaining({ nodeNames: ['Archive south'], ...quickDays('yesterday', Date.now()) }),
    ]);
    await userEvent.click(screen.getByLabelText('Archive south'));
    await userEvent.click(screen.getByRole('button', { name: /^Ask$|^AskEnter/ }));
    expect(core.inputsOf('remote.search.start')).toHaveLength(1);
    expect(screen.getByRole('alert').textContent).toContain('Tick a station');
  });

  it('asks nobody for everything', async () => {
    await open();
    await userEvent.type(screen.getByLabelText('Patient name'), ' {Enter}');
    expect(core.inputsOf('remote.search.start')).toEqual([]);
    expect(screen.getByRole('alert').textContent).toContain('would list all that it has');
  });

  it('adds what comes later at the end, and stops asking with Esc', async () => {
    core.nodes = [askedNode('Archive north'), askedNode('Archive south', { state: 'asking' })];
    core.studies = [north];
    await ask();
    expect(rows()).toHaveLength(1);
    expect(screen.getByText('1 study, 1 station still answers')).toBeTruthy();
    core.studies = [north, south];
    await tell({ type: 'remote.search.changed', searchId: 1 });
    expect(rows().map(stationOf)).toEqual(['Archive north', 'Archive south']);
    expect(core.inputsOf('remote.search.page').at(-1)).toMatchObject({ from: 1 });
    await userEvent.keyboard('{Escape}');
    expect(core.inputsOf('remote.search.cancel')).toEqual([{ searchId: 1 }]);
  });

  it('does not ask again for the search of another window', async () => {
    await ask();
    const before = core.inputsOf('remote.search.page').length;
    await tell({ type: 'remote.search.changed', searchId: 9 });
    expect(core.inputsOf('remote.search.page')).toHaveLength(before);
  });

  it('says above the table why a station gave no answer', async () => {
    const message = 'Nothing answers at 10.4.0.12, port 104.';
    core.nodes = [askedNode('Archive north'), askedNode('Archive south', { state: 'failed', message })];
    core.studies = [north];
    await ask();
    expect(screen.getByText('No answer from Archive south.')).toBeTruthy();
    expect(screen.getByText(message)).toBeTruthy();
    expect(rows()).toHaveLength(1);
  });

  it('fetches the row of a double click from its own station', async () => {
    await ask();
    const row = rows()[1];
    if (row) fireEvent.doubleClick(row);
    await tell({ type: 'remote.jobs.changed' });
    expect(core.inputsOf('remote.retrieve')).toEqual([
      {
        nodeName: 'Archive south',
        studyInstanceUid: '1.2.4',
        label: 'Testfall, Otto, CT, CT Head, 12 Mar 2026',
      },
    ]);
    expect(jobs()[0]?.textContent).toContain('Fetch from Archive south');
    expect(rows()[1]?.textContent).toContain('Fetching, 12');
    core.jobs = core.jobs.map((job) => ({ ...job, state: 'done' }));
    core.studies = [north, { ...south, hereCount: 40 }];
    await tell({ type: 'remote.jobs.changed' });
    expect(rows()[1]?.textContent).toContain('All here');
  });

  it('fetches all ticked rows by keyboard alone', async () => {
    await ask();
    screen.getByRole('grid').focus();
    await userEvent.keyboard(' {ArrowDown} ');
    expect(rows().map((row) => row.getAttribute('aria-selected'))).toEqual(['true', 'true']);
    expect(screen.getByRole('button', { name: /^Fetch 2 studies/ })).toBeTruthy();
    await userEvent.keyboard('f');
    expect(core.inputsOf('remote.retrieve').map(({ nodeName }) => nodeName)).toEqual([
      'Archive north',
      'Archive south',
    ]);
    expect(rows().map((row) => row.getAttribute('aria-selected'))).toEqual(['false', 'false']);
  });

  it('opens a study of which images are here, and no other', async () => {
    await ask();
    screen.getByRole('grid').focus();
    await userEvent.keyboard('o');
    expect(onOpenStudy).not.toHaveBeenCalled();
    await userEvent.keyboard('{ArrowDown}o');
    expect(onOpenStudy).toHaveBeenCalledWith({ studyInstanceUid: '1.2.4', title: 'Testfall, Otto, CT' });
  });

  it('says why fetching is refused', async () => {
    core.failures.set('remote.retrieve', { code: 'not-found', message: 'Archive north is not known.' });
    await ask();
    await userEvent.click(screen.getByRole('button', { name: /^Fetch/ }));
    expect(onSay).toHaveBeenCalledWith({ level: 'repeat', text: 'Archive north is not known.' });
  });

  it('shows how far a job is, and pauses, resumes and cancels it', async () => {
    core.jobs = [aJob({ jobKey: 7 })];
    await open();
    expect(jobs()[0]?.textContent).toContain('Fetching, 12 of 40 images');
    expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('12');
    for (const name of ['Pause', 'Resume', 'Cancel']) {
      await userEvent.click(screen.getByRole('button', { name }));
      await tell({ type: 'remote.jobs.changed' });
    }
    expect(core.calls.filter(({ name }) => /pause|resume|cancel/.test(name))).toEqual([
      { name: 'remote.jobs.pause', input: { jobKey: 7 } },
      { name: 'remote.jobs.resume', input: { jobKey: 7 } },
      { name: 'remote.jobs.cancel', input: { jobKey: 7 } },
    ]);
  });

  it('says why a job was given up, keeps it when the list is tidied, and tries it again', async () => {
    core.jobs = [
      aJob({ jobKey: 8, state: 'failed', message: 'Archive north is switched off.' }),
      aJob({ jobKey: 7, state: 'done' }),
    ];
    await open();
    expect(jobs()[0]?.textContent).toContain('Archive north is switched off.');
    await userEvent.click(screen.getByRole('button', { name: 'Tidy up' }));
    await tell({ type: 'remote.jobs.changed' });
    expect(jobs()).toHaveLength(1);
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(core.inputsOf('remote.jobs.resume')).toEqual([{ jobKey: 8 }]);
  });

  it('asks for everything again when the line is back', async () => {
    await ask();
    core.jobs = [aJob()];
    core.studies = [north];
    core.stationNames = ['Archive east'];
    await act(async () => {
      core.comeBack();
    });
    expect(jobs()).toHaveLength(1);
    expect(rows()).toHaveLength(1);
    expect(screen.getByLabelText('Archive east')).toBeTruthy();
  });

  it('says that a search is not kept any more, and leaves what came', async () => {
    await ask();
    core.failures.set('remote.search.page', {
      code: 'not-found',
      message: 'This search is not kept any more.',
    });
    await act(async () => {
      core.comeBack();
    });
    expect(screen.getByText('This search is not kept any more.')).toBeTruthy();
    expect(rows()).toHaveLength(2);
  });

  it('does nothing while another page is in front', async () => {
    await open(false);
    await userEvent.keyboard('f');
    expect(core.calls).toEqual([]);
  });
});
