import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { giveElementsASize } from '../../ui/jsdom-layout.fake.ts';
import { aStation, FakeCore } from './core.fake.ts';
import { aStudyRow, named } from './study-row.fake.ts';
import { WorklistPage, type WorklistPageProps } from './WorklistPage.tsx';

const anna = aStudyRow({ studyInstanceUid: '1', ...named('Primer^Anna'), patientId: 'K-1' });
const otto = aStudyRow({ studyInstanceUid: '2', ...named('Testfall^Otto'), patientId: 'K-2' });
const zoe = aStudyRow({ studyInstanceUid: '3', ...named('Echantillon^Zoe'), patientId: 'K-3' });

describe('WorklistPage', () => {
  let core: FakeCore;
  const onOpen = vi.fn();
  const onSay = vi.fn();
  const onShowKeys = vi.fn();

  beforeEach(() => {
    giveElementsASize(window);
    core = new FakeCore([anna, otto, zoe]);
  });
  afterEach(() => {
    cleanup();
    vi.clearAllMocks();
  });

  async function open(overrides: Partial<WorklistPageProps> = {}) {
    const props: WorklistPageProps = {
      api: core,
      station: aStation(),
      line: { state: 'open' },
      isActive: true,
      areKeysShown: false,
      onShowKeys,
      onOpen,
      onSay,
      ...overrides,
    };
    const page = render(<WorklistPage {...props} />);
    await act(async () => undefined);
    return page;
  }
  const rows = () => screen.queryAllByRole('row').filter((each) => each.hasAttribute('aria-selected'));
  const names = () => rows().map((each) => within(each).getAllByRole('gridcell')[1]?.textContent);
  const selected = () => rows().find((each) => each.getAttribute('aria-selected') === 'true')?.textContent;
  const pointAtList = () => fireEvent.pointerMove(screen.getByRole('grid'));
  const arrive = async (...studies: (typeof anna)[]) => {
    await act(async () => {
      core.receive(...studies);
      await new Promise((resolve) => setTimeout(resolve, 0));
    });
  };

  it('is a grid that says how long it is and which row is which', async () => {
    await open();
    const grid = screen.getByRole('grid', { name: 'Studies' });
    expect(grid.getAttribute('aria-rowcount')).toBe('5'); // head, day, three studies
    expect(rows().map((each) => each.getAttribute('aria-rowindex'))).toEqual(['3', '4', '5']);
    expect(within(rows()[0]!).getAllByRole('gridcell')).toHaveLength(10);
    expect(grid.getAttribute('aria-activedescendant')).toBe(rows()[0]?.id);
  });

  it('filters with each letter and says how many match', async () => {
    await open();
    await userEvent.type(screen.getByRole('textbox', { name: /Filter/ }), 'otto');
    expect(names()).toEqual(['Testfall, Otto']);
    expect(screen.getByText(/^1 of 3, \d+ ms$/)).toBeTruthy();
    await userEvent.keyboard('{Escape}');
    expect(names()).toHaveLength(3);
  });

  it('says how to go on when no study matches', async () => {
    await open();
    await userEvent.type(screen.getByRole('textbox'), 'zzz');
    expect(screen.getByRole('heading', { name: 'No study matches' })).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Clear the filter' }));
    expect(names()).toHaveLength(3);
  });

  it('puts the focus into the filter on / and back into the list on Esc', async () => {
    await open();
    await userEvent.keyboard('/');
    expect(document.activeElement).toBe(screen.getByRole('textbox'));
    await userEvent.keyboard('{Escape}');
    expect(document.activeElement).toBe(screen.getByRole('grid'));
  });

  it('walks with the arrows, Home and End, and opens with Enter', async () => {
    await open();
    await userEvent.keyboard('{ArrowDown}');
    expect(selected()).toContain('Testfall, Otto');
    await userEvent.keyboard('{End}');
    expect(selected()).toContain('Echantillon, Zoe');
    await userEvent.keyboard('{Home}{Enter}');
    expect(onOpen).toHaveBeenCalledWith(anna);
  });

  it('opens a row by double-click', async () => {
    await open();
    await userEvent.dblClick(screen.getByText('Testfall, Otto'));
    expect(onOpen).toHaveBeenCalledExactlyOnceWith(otto);
  });

  it('leaves keys to the page in front', async () => {
    await open({ isActive: false });
    await userEvent.keyboard('{Enter}');
    expect(onOpen).not.toHaveBeenCalled();
  });

  it('types letters into the filter, not into the list', async () => {
    await open();
    await userEvent.type(screen.getByRole('textbox'), 'a/? ');
    expect(onShowKeys).not.toHaveBeenCalled();
  });

  it('shows a study that arrives without being asked', async () => {
    await open();
    await arrive(
      aStudyRow({ studyInstanceUid: '4', ...named('Neu^Nina'), status: 'received', instanceCount: 28 }),
    );
    await vi.waitFor(() => expect(names()).toContain('Neu, Nina'));
    expect(rows()[0]?.textContent).toMatch(/28, last \d+ (s|min) ago/);
    expect(screen.getByRole('status', { name: 'Arrivals' }).textContent).toBe('New study: Neu, Nina, CT');
  });

  it('holds the list under the pointer, says who waits, and lets them in on Esc', async () => {
    await open();
    pointAtList();
    await arrive(aStudyRow({ studyInstanceUid: '4', ...named('Neu^Nina') }));
    const line = await screen.findByText(/List held while you point\. 1 new study waits\./);
    expect(names()).not.toContain('Neu, Nina');
    expect(within(line).getByText('Esc')).toBeTruthy();
    await userEvent.keyboard('{Escape}');
    expect(names()).toContain('Neu, Nina');
  });

  it('lets them in when the pointer leaves, but not while the keyboard is in the list', async () => {
    await open();
    await userEvent.keyboard('{ArrowDown}');
    pointAtList();
    await arrive(aStudyRow({ studyInstanceUid: '4', ...named('Neu^Nina') }));
    await screen.findByText(/1 new study waits/);
    fireEvent.pointerLeave(screen.getByRole('grid'));
    expect(names()).not.toContain('Neu, Nina');
    await userEvent.click(screen.getByRole('textbox'));
    expect(names()).toContain('Neu, Nina');
  });

  it('sorts by a column, both ways, and goes back to the order of the house on Esc', async () => {
    await open();
    const press = () => userEvent.click(screen.getByRole('button', { name: 'Patient' }));
    await press();
    await press();
    expect(core.inputsOf('worklist.list').map(({ sort }) => sort)).toEqual([
      null,
      { column: 'patient', direction: 'ascending' },
      { column: 'patient', direction: 'descending' },
    ]);
    expect(screen.getByRole('columnheader', { name: 'Patient' }).getAttribute('aria-sort')).toBe(
      'descending',
    );
    await userEvent.keyboard('{Escape}');
    expect(core.inputsOf('worklist.list').at(-1)?.sort).toBeNull();
  });

  it('sets the reading status of the row with Ctrl 4', async () => {
    await open();
    await userEvent.keyboard('{Control>}4{/Control}');
    expect(core.inputsOf('study.setStatus')).toEqual([{ studyInstanceUid: '1', status: 'final' }]);
    await vi.waitFor(() => expect(selected()).toContain('Final'));
  });

  it('says why when the core refuses the status', async () => {
    await open();
    core.failure = { code: 'not-allowed-now', message: 'Images of this study still come.' };
    await userEvent.keyboard('{Control>}4{/Control}');
    expect(onSay).toHaveBeenCalledWith({
      level: 'repeat',
      text: 'Primer, Anna: Images of this study still come.',
    });
  });

  it('offers the same on a right click', async () => {
    await open();
    const row = within(screen.getByRole('grid')).getByText('Testfall, Otto');
    fireEvent.mouseDown(row, { button: 2 });
    fireEvent.contextMenu(row);
    await userEvent.click(await screen.findByRole('menuitem', { name: /Reading status: Reading/ }));
    expect(core.inputsOf('study.setStatus')).toEqual([{ studyInstanceUid: '2', status: 'reading' }]);
  });

  it('hides and shows the preview with Space', async () => {
    await open();
    expect(screen.getByRole('complementary', { name: 'Preview' }).textContent).toContain('Primer, Anna');
    await userEvent.keyboard(' ');
    expect(screen.queryByRole('complementary')).toBeNull();
  });

  it('tells a new clinic what to enter at the modality, and who has tried in vain', async () => {
    core.studies = [];
    const refused = {
      key: 'r',
      level: 'check' as const,
      title: 'DX_ROOM1 called and gave up.',
      detail: 'It asked for BUCKI.',
      atMs: 0,
    };
    await open({ station: aStation({ notices: [refused] }) });
    expect(screen.getByRole('heading', { name: 'No studies yet' })).toBeTruthy();
    for (const value of ['BUCKY', '192.168.1.20', '11112']) expect(screen.getByText(value)).toBeTruthy();
    expect(screen.getByText('DX_ROOM1 called and gave up.')).toBeTruthy();
    const user = userEvent.setup();
    await user.click(screen.getByRole('button', { name: /Copy all three/ }));
    expect(await navigator.clipboard.readText()).toBe('AE title BUCKY\nAddress 192.168.1.20\nPort 11112');
  });

  it('leaves the empty page by itself when the first study comes', async () => {
    core.studies = [];
    await open();
    await arrive(anna);
    await vi.waitFor(() => expect(names()).toEqual(['Primer, Anna']));
  });

  it('keeps the list when the core is lost', async () => {
    const page = await open();
    core.failure = { code: 'busy', message: 'The core stopped before it answered.' };
    const restarting = { state: 'restarting' as const, detail: 'The core stopped.', retryInMs: 2_000 };
    page.rerender(
      <WorklistPage
        api={core}
        station={aStation()}
        line={restarting}
        isActive
        areKeysShown={false}
        onShowKeys={onShowKeys}
        onOpen={onOpen}
        onSay={onSay}
      />,
    );
    expect(names()).toHaveLength(3);
  });

  it('says that the worklist cannot be read, whose side it is, and asks again', async () => {
    core.failure = { code: 'internal', message: 'The index is damaged.' };
    await open();
    expect(screen.getByRole('alert').textContent).toContain('The index is damaged. Reception goes on');
    core.failure = null;
    await userEvent.click(screen.getByRole('button', { name: 'Ask again' }));
    expect(names()).toHaveLength(3);
  });

  it('lists what could not be filed when asked', async () => {
    await open();
    await userEvent.click(screen.getByRole('button', { name: /Unfiled/ }));
    expect(screen.getByRole('heading', { name: 'Nothing unfiled' })).toBeTruthy();
  });
});
