import { act, cleanup, render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { giveElementsASize } from '../../ui/jsdom-layout.fake.ts';
import { FakeCore } from './core.fake.ts';
import { aCaller, aDevice, archiveNorth } from './network.fake.ts';
import { NetworkPage } from './NetworkPage.tsx';

describe('NetworkPage', () => {
  let core: FakeCore;
  const onSay = vi.fn();
  const onWaitingCount = vi.fn();
  const onShowKeys = vi.fn();
  beforeEach(() => {
    giveElementsASize(window);
    window.HTMLElement.prototype.scrollIntoView = () => undefined;
    core = new FakeCore();
    core.devices = [aDevice(), archiveNorth];
  });
  afterEach(() => {
    cleanup();
    vi.clearAllMocks();
  });

  async function open(isActive = true) {
    render(
      <NetworkPage
        api={core}
        station={null}
        isActive={isActive}
        areKeysShown={false}
        onShowKeys={onShowKeys}
        onSay={onSay}
        onWaitingCount={onWaitingCount}
      />,
    );
    await act(async () => undefined);
  }
  const cards = () => screen.queryAllByRole('article');
  const firstCard = () => {
    const [card] = cards();
    if (!card) throw new Error('There is no card');
    return card;
  };
  const panel = () => screen.getByRole('complementary', { name: 'Connection test' });
  const rows = () => screen.queryAllByRole('row').filter((row) => row.hasAttribute('aria-selected'));
  const said = () => onSay.mock.calls.map(([toast]) => (toast as { text: string }).text);

  describe('callers that wait', () => {
    it('says what each asked for, what is held, and what its software calls itself', async () => {
      core.callers = [
        aCaller(),
        aCaller({ callerKey: 8, aeTitle: 'US', denied: [], askedFor: ['store'], storedCount: 36 }),
      ];
      await open();
      expect(cards()[0]?.textContent).toMatch(/To find studies, and to fetch images\./);
      expect(cards()[0]?.textContent).toMatch(/Held for you, until you say yes\./);
      expect(cards()[0]?.textContent).toMatch(/“ViewStation 7\.2”/);
      expect(cards()[0]?.textContent).toMatch(/Held since .*called 3 times/);
      expect(cards()[1]?.textContent).toMatch(/36 images arrived and are stored\. Nothing is held back\./);
      expect(onWaitingCount).toHaveBeenLastCalledWith(2);
    });

    it('accepts the focused card by Enter, which can be undone', async () => {
      core.callers = [aCaller(), aCaller({ callerKey: 8, aeTitle: 'US_PORTABLE' })];
      await open();
      cards()[0]?.focus();
      await userEvent.keyboard('{ArrowDown}{Enter}');
      expect(core.inputsOf('callers.accept')).toEqual([{ callerKey: 8, name: null, rights: null }]);
      expect(cards()).toHaveLength(1);
      expect(document.activeElement).toBe(firstCard());
      expect(said()[0]).toMatch(/^US_PORTABLE is a device now\. It may /);
      await act(async () => {
        (onSay.mock.lastCall?.[0] as { action: { run: () => void } }).action.run();
      });
      expect(core.devices.map(({ name }) => name)).toEqual(['CT-1', 'Archive north']);
    });

    it('shows those first whose wishes are held, three at first', async () => {
      const quiet = (callerKey: number) =>
        aCaller({ callerKey, aeTitle: `CT${callerKey}`, denied: [], firstCallAtMs: callerKey });
      core.callers = [quiet(3), quiet(2), quiet(1), aCaller()];
      await open();
      const titles = () => cards().map((card) => card.getAttribute('aria-label')?.split(' ')[0]);
      expect(titles()).toEqual(['WS_READING2', 'CT1', 'CT2']);
      await userEvent.click(screen.getByRole('button', { name: 'Show all 4' }));
      expect(titles()).toEqual(['WS_READING2', 'CT1', 'CT2', 'CT3']);
    });

    it('does not accept a card by Enter on another of its buttons', async () => {
      core.callers = [aCaller()];
      await open();
      within(firstCard()).getByRole('button', { name: 'Refuse from now on' }).focus();
      await userEvent.keyboard('{Enter}');
      expect(core.inputsOf('callers.accept')).toEqual([]);
      expect(core.inputsOf('callers.refuse')).toEqual([{ callerKey: 7 }]);
    });

    it('accepts with a name and less than was asked for', async () => {
      core.callers = [aCaller()];
      await open();
      await userEvent.click(screen.getByRole('button', { name: 'Accept with limits…' }));
      const dialog = within(screen.getByRole('dialog'));
      await userEvent.clear(dialog.getByLabelText(/^Name/));
      await userEvent.keyboard('{Enter}');
      expect(dialog.getByText('Give the device a name.')).toBeTruthy();
      await userEvent.type(dialog.getByLabelText(/^Name/), 'Reading room 2');
      await userEvent.click(dialog.getByLabelText(/^Fetch images/));
      await userEvent.click(dialog.getByRole('button', { name: 'Accept' }));
      expect(core.inputsOf('callers.accept')).toEqual([
        { callerKey: 7, name: 'Reading room 2', rights: ['echo', 'store', 'query'] },
      ]);
    });

    it('dismisses a card, and says why when the core does not let it', async () => {
      core.callers = [aCaller()];
      core.failure = { code: 'denied', message: 'That needs another right.' };
      await open();
      await userEvent.click(screen.getByRole('button', { name: /^Dismiss WS_READING2/ }));
      expect(said()).toEqual(['Nothing was changed. That needs another right.']);
      core.failure = null;
      await userEvent.click(screen.getByRole('button', { name: /^Dismiss WS_READING2/ }));
      expect(cards()).toEqual([]);
      expect(screen.getByText(/^Nobody waits\./)).toBeTruthy();
    });

    it('shows a new caller at once, but holds it while the pointer is among the cards', async () => {
      await open();
      core.callers = [aCaller()];
      await act(async () => {
        core.tell();
      });
      expect(cards()).toHaveLength(1);
      await userEvent.hover(firstCard());
      core.callers = [aCaller({ callCount: 4 }), aCaller({ callerKey: 8, aeTitle: 'US_PORTABLE' })];
      await act(async () => {
        core.tell();
      });
      expect(cards()).toHaveLength(1);
      expect(screen.getByText(/^Held while you point/)).toBeTruthy();
      await userEvent.keyboard('{Escape}');
      expect(cards()).toHaveLength(2);
    });
  });

  describe('what unknown callers may do', () => {
    it('is said in words and changed by the select', async () => {
      await open();
      expect(screen.getByText(/^New callers may send images\./)).toBeTruthy();
      await userEvent.selectOptions(screen.getByLabelText('Unknown callers'), 'Refuse');
      expect(core.inputsOf('callers.setRules')).toEqual([{ unknownCallers: 'refuse', allowedAddresses: '' }]);
      expect(screen.getByText(/^Only known devices get in\./)).toBeTruthy();
    });

    it('limits addresses, with a mistake at the field', async () => {
      core.mistakes = [{ field: 'allowedAddresses', message: '“here” is no address.' }];
      await open();
      await userEvent.click(screen.getByRole('button', { name: 'Limit addresses…' }));
      await userEvent.keyboard('here{Enter}');
      expect(screen.getByLabelText(/^Addresses and networks/).getAttribute('aria-invalid')).toBe('true');
      expect(screen.getByText('“here” is no address.')).toBeTruthy();
      core.mistakes = [];
      await userEvent.clear(screen.getByLabelText(/^Addresses and networks/));
      await userEvent.keyboard('10.4.0.0/16{Enter}');
      expect(screen.queryByRole('dialog')).toBeNull();
      expect(screen.getByText('10.4.0.0/16')).toBeTruthy();
    });
  });

  describe('known devices', () => {
    it('shows name, AE title, address and what each may do', async () => {
      await open();
      const texts = rows().map((row) =>
        within(row)
          .getAllByRole('gridcell')
          .map((cell) => cell.textContent),
      );
      expect(texts).toEqual([
        ['CT-1', 'CT1_A', '192.168.1.31', 'send, worklist', 'never', '0'],
        ['Archive north', 'ARCHIV-NORD', '10.4.0.12:104', 'send, find, fetch', 'never', '0'],
      ]);
    });

    it('adds one by hand: N, the fields, Ctrl S; what is wrong stands at its field', async () => {
      await open();
      await userEvent.keyboard('n');
      const dialog = within(screen.getByRole('dialog', { name: 'Add a device' }));
      await userEvent.keyboard('MR-1');
      await userEvent.type(dialog.getByLabelText(/^AE title/), 'MR1');
      await userEvent.type(dialog.getByLabelText(/^Address at which/), 'mr1');
      await userEvent.type(dialog.getByLabelText(/^Port/), '70000');
      await userEvent.keyboard('{Control>}s{/Control}');
      expect(dialog.getByText('A port is 1 to 65535.')).toBeTruthy();
      expect(core.inputsOf('devices.save')).toEqual([]);
      await userEvent.clear(dialog.getByLabelText(/^Port/));
      await userEvent.type(dialog.getByLabelText(/^Port/), '104');
      core.mistakes = [{ field: 'name', message: 'Another device has this name.' }];
      await userEvent.keyboard('{Control>}s{/Control}');
      expect(dialog.getByText('Another device has this name.')).toBeTruthy();
      core.mistakes = [];
      await userEvent.keyboard('{Control>}s{/Control}');
      expect(core.inputsOf('devices.save').at(-1)).toMatchObject({
        deviceKey: null,
        draft: { name: 'MR-1', aeTitle: 'MR1', host: 'mr1', port: 104 },
        passcode: null,
      });
      expect(panel().textContent).toContain('Connection test: MR-1');
    });

    it('edits the row of the keyboard by Enter and asks before Delete takes it away', async () => {
      await open();
      screen.getByRole('grid').focus();
      await userEvent.keyboard('{Home}{Enter}');
      expect(screen.getByRole('dialog', { name: 'Change CT-1' })).toBeTruthy();
      await userEvent.keyboard('{Escape}');
      screen.getByRole('grid').focus();
      await userEvent.keyboard('{Delete}');
      expect(document.activeElement?.textContent).toContain('Keep it');
      await userEvent.click(screen.getByRole('button', { name: 'Remove it' }));
      expect(core.inputsOf('devices.remove')).toEqual([{ deviceKey: 1 }]);
      expect(rows()).toHaveLength(1);
    });

    it('leaves a destination of the configuration file as it is', async () => {
      core.devices = [{ ...archiveNorth, deviceKey: null }];
      await open();
      screen.getByRole('grid').focus();
      await userEvent.keyboard('{Enter}{Delete}');
      expect(screen.queryByRole('dialog')).toBeNull();
      expect(said()).toEqual(['Archive north stands in the configuration file, and is changed there.']);
    });

    it('says what to do when none is known', async () => {
      core.devices = [];
      await open();
      expect(screen.getByText(/^No device is known yet\./)).toBeTruthy();
    });
  });

  it('shows the conformance statement', async () => {
    await open();
    await userEvent.click(screen.getByRole('button', { name: 'Conformance' }));
    expect(await screen.findByText('# Conformance statement of Bucky')).toBeTruthy();
  });

  it('leaves keys to the page in front', async () => {
    await open(false);
    await userEvent.keyboard('n{F5}?');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(core.inputsOf('remote.test')).toEqual([]);
    expect(onShowKeys).not.toHaveBeenCalled();
  });
});
