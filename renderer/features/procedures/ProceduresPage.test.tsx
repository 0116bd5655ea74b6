import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { giveElementsASize } from '../../ui/jsdom-layout.fake.ts';
import { FakeCore } from './core.fake.ts';
import { aProcedureRow } from './procedure-row.fake.ts';
import { ProceduresPage } from './ProceduresPage.tsx';
import { isoDay } from './step-text.ts';

const named = (alphabetic: string) => ({ patientName: { alphabetic, ideographic: '', phonetic: '' } });
const anna = aProcedureRow({ stepKey: 1, order: { ...named('Primer^Anna'), startTime: '08:00:00' } });
const otto = aProcedureRow({ stepKey: 2, order: { ...named('Testfall^Otto'), startTime: '09:00:00' } });

describe('ProceduresPage', () => {
  let core: FakeCore;
  const onSay = vi.fn();
  const onOpenStudy = vi.fn();
  const onShowKeys = vi.fn();
  beforeEach(() => {
    giveElementsASize(window);
    window.HTMLElement.prototype.scrollIntoView = () => undefined;
    core = new FakeCore([anna, otto]);
  });
  afterEach(() => {
    cleanup();
    vi.clearAllMocks();
  });

  async function open(isActive = true) {
    render(
      <ProceduresPage
        api={core}
        station={null}
        isActive={isActive}
        areKeysShown={false}
        onShowKeys={onShowKeys}
        onSay={onSay}
        onOpenStudy={onOpenStudy}
      />,
    );
    await act(async () => undefined);
  }
  const rows = () => screen.queryAllByRole('row').filter((row) => row.hasAttribute('aria-selected'));
  const cellsOf = (row: HTMLElement | undefined) =>
    row
      ? within(row)
          .getAllByRole('gridcell')
          .map((cell) => cell.textContent)
      : [];
  const selected = () => rows().find((row) => row.getAttribute('aria-selected') === 'true');

  it('lists today by time under its head, and shows all of the row of the keyboard', async () => {
    await open();
    expect(core.inputsOf('procedures.list')[0]).toMatchObject({
      fromDate: isoDay(Date.now()),
      toDate: isoDay(Date.now()),
    });
    expect(rows().map((row) => cellsOf(row)[2])).toEqual(['Primer, Anna', 'Testfall, Otto']);
    expect(within(screen.getByRole('grid')).getByText(/^Today, /)).toBeTruthy();
    await userEvent.keyboard('{ArrowDown}');
    expect(cellsOf(selected())[2]).toBe('Testfall, Otto');
    expect(screen.getByRole('complementary', { name: 'Step' }).textContent).toContain('Testfall, Otto');
  });

  it('asks for other days', async () => {
    await open();
    await userEvent.click(screen.getByRole('button', { name: /Everything open/ }));
    expect(core.inputsOf('procedures.list').at(-1)).toMatchObject({
      fromDate: null,
      toDate: null,
      isOpenOnly: true,
    });
  });

  it('does nothing while another page is in front', async () => {
    await open(false);
    await userEvent.keyboard('n');
    expect(core.calls).toEqual([]);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('shows how many of the announced images came, and that they carry another patient', async () => {
    const study = {
      studyInstanceUid: '1.2',
      instanceCount: 22,
      expectedCount: 24,
      status: 'received',
      lastReceivedAtMs: 1,
    } as const;
    core = new FakeCore([
      { ...anna, study, remarks: ['The images say patient ID K-2, the order says K-1.'] },
    ]);
    await open();
    expect(cellsOf(rows()[0]).at(-1)).toBe('22 of 24');
    expect(screen.getByRole('img', { name: /patient ID K-2/ })).toBeTruthy();
    expect(screen.getByText(/Nothing was changed/)).toBeTruthy();
    await userEvent.keyboard('o');
    expect(onOpenStudy).toHaveBeenCalledExactlyOnceWith({
      studyInstanceUid: '1.2',
      title: 'Primer, Anna, CT',
    });
  });

  it('schedules a step: N, the fields, Ctrl S', async () => {
    await open();
    await userEvent.keyboard('n');
    const dialog = within(screen.getByRole('dialog', { name: 'Schedule a step' }));
    await userEvent.type(dialog.getByLabelText(/^Name needed/), 'Beispiel, Thea');
    await userEvent.type(dialog.getByLabelText(/^Patient ID needed/), 'K-9');
    await userEvent.type(dialog.getByLabelText(/^Modality/), 'mr');
    await userEvent.type(dialog.getByLabelText('Weight, kg'), '72,5');
    fireEvent.change(dialog.getByLabelText(/^Time/), { target: { value: '14:30' } });
    await userEvent.keyboard('{Control>}s{/Control}');
    expect(core.inputsOf('procedures.create')[0]?.order).toMatchObject({
      patientName: { alphabetic: 'Beispiel^Thea' },
      patientId: 'K-9',
      modality: 'MR',
      patientWeightKg: 72.5,
      startDate: isoDay(Date.now()),
      startTime: '14:30:00',
    });
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(onSay).toHaveBeenCalledExactlyOnceWith({ level: 'good', text: 'The step is scheduled.' });
  });

  it('says at the field what is wrong, and keeps what was typed', async () => {
    core.mistakes = [{ field: 'patientId', message: 'Patient ID is missing.' }];
    await open();
    await userEvent.keyboard('{Enter}');
    const field = screen.getByLabelText(/^Patient ID needed/);
    await userEvent.clear(field);
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(document.getElementById(field.getAttribute('aria-describedby') ?? '')?.textContent).toContain(
      'is missing',
    );
    expect(screen.getByLabelText<HTMLInputElement>(/^Name needed/).value).toBe('Primer, Anna');
  });

  it('lets Enter save with a needed field empty: the core says what is missing, not the browser', async () => {
    core.mistakes = [{ field: 'patientId', message: 'Patient ID is missing.' }];
    await open();
    await userEvent.keyboard('{Enter}');
    const field = screen.getByLabelText(/^Patient ID needed/);
    await userEvent.clear(field);
    await userEvent.keyboard('{Enter}');
    expect(core.inputsOf('procedures.update')).toHaveLength(1);
    expect(field.getAttribute('aria-invalid')).toBe('true');
  });

  it('says so in the form when the core did not take it', async () => {
    await open();
    await userEvent.keyboard('{Enter}');
    core.failure = { code: 'not-found', message: 'This step is not there any more: somebody removed it.' };
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(screen.getByText('This was not saved.')).toBeTruthy();
    expect(screen.getByText(/somebody removed it/)).toBeTruthy();
  });

  it('removes a step and brings it back', async () => {
    await open();
    await userEvent.keyboard('{Delete}');
    expect(core.steps.map(({ stepKey }) => stepKey)).toEqual([2]);
    const toast = onSay.mock.calls[0]?.[0] as { text: string; action: { run: () => void } };
    expect(toast.text).toBe('The step of Primer, Anna was removed.');
    await act(async () => {
      toast.action.run();
    });
    expect(core.inputsOf('procedures.create')[0]?.order).toEqual(anna.order);
  });

  it('marks a patient as arrived, and not yet', async () => {
    await open();
    await userEvent.keyboard('a');
    expect(cellsOf(selected())[7]).toContain('Arrived');
    await userEvent.keyboard('a');
    expect(core.inputsOf('procedures.setStatus').map(({ status }) => status)).toEqual([
      'arrived',
      'scheduled',
    ]);
  });

  it('lets no row move under the pointer; changes wait for Esc', async () => {
    await open();
    fireEvent.pointerMove(screen.getByRole('grid'));
    const early = aProcedureRow({ stepKey: 3, order: { ...named('Frueh^Fritz'), startTime: '07:00:00' } });
    await act(async () => {
      core.change(early, anna, otto);
    });
    expect(rows()).toHaveLength(2);
    expect(screen.getByText(/List held while you point/)).toBeTruthy();
    await userEvent.keyboard('{Escape}');
    expect(cellsOf(rows()[0])[2]).toBe('Frueh, Fritz');
  });

  it('filters with each letter, and says how to go on when nothing matches', async () => {
    await open();
    await userEvent.keyboard('/');
    await userEvent.keyboard('otto');
    expect(rows()).toHaveLength(1);
    await userEvent.keyboard('xx');
    await userEvent.click(screen.getByRole('button', { name: 'Clear the filter' }));
    expect(rows()).toHaveLength(2);
  });

  it('tells an empty day what this place is for', async () => {
    core = new FakeCore();
    await open();
    expect(screen.getByRole('heading', { name: 'Nothing is scheduled today' })).toBeTruthy();
  });

  it('shows each mistake of a list before anything is imported', async () => {
    const line = {
      patientName: anna.order.patientName,
      patientId: 'K-1',
      modality: 'CT',
      startDate: '2026-11-24',
      startTime: '10:00:00',
      stepDescription: '',
    };
    core.preview = {
      fault: null,
      encoding: 'utf-8',
      ignoredColumns: ['shoe'],
      rows: [
        { ...line, line: 2, mistakes: [] },
        { ...line, line: 3, mistakes: ['Patient ID is missing.'] },
      ],
    };
    await open();
    await userEvent.keyboard('i');
    expect(await screen.findByText('patient_id')).toBeTruthy();
    await userEvent.upload(
      screen.getByLabelText('List of steps'),
      new File(['x'], 'list.csv', { type: 'text/csv' }),
    );
    expect(await screen.findByText(/Patient ID is missing/)).toBeTruthy();
    expect(screen.getByText('Left out: shoe.')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Import 1 of 2 rows' }));
    expect(core.inputsOf('procedures.importCsv')).toEqual([{ content: btoa('x'), encoding: 'auto' }]);
    expect(onSay).toHaveBeenCalledExactlyOnceWith({ level: 'good', text: '1 step scheduled, 1 left out.' });
  });

  it('says what the clinic’s system was last refused for', async () => {
    const atMs = Date.now();
    core.hl7 = {
      port: 2575,
      problem: null,
      accepted: 4,
      refused: 1,
      lastMessageAtMs: atMs,
      lastRefusal: { atMs, words: 'Modality is missing.' },
    };
    await open();
    expect(screen.getByRole('region', { name: 'HL7 orders' }).textContent).toMatch(
      /port 2575.*Refused: Modality is missing\./,
    );
  });

  it('says that it cannot be read, and what still works', async () => {
    core.failure = { code: 'busy', message: 'The core did not answer within 10 s.' };
    await open();
    expect(screen.getByRole('alert').textContent).toContain('Reception goes on');
    core.failure = null;
    await userEvent.click(screen.getByRole('button', { name: 'Ask again' }));
    expect(rows()).toHaveLength(2);
  });

  it('shows its keys on ?', async () => {
    await open();
    await userEvent.keyboard('?');
    expect(onShowKeys).toHaveBeenCalledExactlyOnceWith(true);
  });
});
