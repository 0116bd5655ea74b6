import { act, cleanup, render, screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { giveElementsASize } from '../../ui/jsdom-layout.fake.ts';
import { FakeCore } from './core.fake.ts';
import { aDevice, archiveNorth, aSendJob, refusedReport } from './network.fake.ts';
import { NetworkPage } from './NetworkPage.tsx';

describe('connection test beside the known devices', () => {
  let core: FakeCore;
  const onSay = vi.fn();
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

  async function open() {
    render(
      <NetworkPage
        api={core}
        station={null}
        isActive
        areKeysShown={false}
        onShowKeys={vi.fn()}
        onSay={onSay}
        onWaitingCount={vi.fn()}
      />,
    );
    await act(async () => undefined);
  }
  const panel = () => screen.getByRole('complementary', { name: 'Connection test' });
  const rows = () => screen.queryAllByRole('row').filter((row) => row.hasAttribute('aria-selected'));
  const said = () => onSay.mock.calls.map(([toast]) => (toast as { text: string }).text);

  it('F5 calls the first device that can be called, and says whose side it is', async () => {
    core.report = refusedReport;
    await open();
    await userEvent.keyboard('{F5}');
    expect(core.inputsOf('remote.test')).toEqual([{ nodeName: 'Archive north' }]);
    const alert = within(panel()).getByRole('alert');
    expect(alert.textContent).toContain('Archive north answers, but does not know us.');
    expect(alert.textContent).toContain('Whose side: theirs.');
    const steps = within(panel())
      .getAllByRole('listitem')
      .map((step) => step.textContent);
    expect(steps[1]).toBe('Port 104 is openSomething listens there, 4 ms');
    expect(steps[3]).toContain('A-ASSOCIATE-RJ result 1, source 1, reason 3');
    expect(rows()[1]?.textContent).toContain('cannot be called');
  });

  it('copies the message for them by Ctrl C', async () => {
    core.report = refusedReport;
    await open();
    await userEvent.keyboard('{F5}');
    const user = userEvent.setup(); // with a clipboard
    await user.keyboard('{Control>}c{/Control}');
    expect(await navigator.clipboard.readText()).toBe(refusedReport.messageForThem);
    expect(said()).toEqual(['The message is copied. Paste it into a mail to them.']);
  });

  it('leads to the field that puts it right', async () => {
    core.report = refusedReport;
    await open();
    await userEvent.keyboard('{F5}');
    await userEvent.click(screen.getByRole('button', { name: 'We use another name there…' }));
    expect(document.activeElement).toBe(screen.getByLabelText('We call ourselves there'));
  });

  it('says how many studies wait to go to it', async () => {
    core.jobs = [
      aSendJob(),
      aSendJob({ jobKey: 2, state: 'running' }),
      aSendJob({ jobKey: 3, state: 'done' }),
      aSendJob({ jobKey: 4, kind: 'retrieve' }),
      aSendJob({ jobKey: 5, nodeName: 'CT-1' }),
    ];
    await open();
    expect(within(panel()).getByText(/^2 studies wait to be sent to it\./)).toBeTruthy();
  });

  it('is quiet when all is well', async () => {
    await open();
    await userEvent.keyboard('{F5}');
    expect(within(panel()).queryByRole('alert')).toBeNull();
    expect(panel().textContent).toContain('Archive north answers and accepts us.');
  });

  it('asks for address and port of a device that only calls us', async () => {
    await open();
    await userEvent.click(screen.getByText('CT-1'));
    await userEvent.keyboard('{F5}');
    expect(core.inputsOf('remote.test')).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Enter address and port…' }));
    expect(document.activeElement).toBe(screen.getByLabelText(/^Port/));
  });

  it('begins with the address from which an accepted device called', async () => {
    core.devices = [aDevice({ host: '', addressMask: '192.168.1.44' })];
    await open();
    await userEvent.click(screen.getByRole('button', { name: 'Enter address and port…' }));
    expect(screen.getByLabelText<HTMLInputElement>(/^Address at which/).value).toBe('192.168.1.44');
    expect(document.activeElement).toBe(screen.getByLabelText(/^Port/));
  });

  it('tests this station through its addresses', async () => {
    await open();
    await userEvent.click(screen.getByRole('button', { name: 'Test this station' }));
    expect(panel().textContent).toContain('The firewall of this PC was not asked.');
    expect(panel().textContent).toContain('192.168.1.20 answers and accepts us.');
  });
});
