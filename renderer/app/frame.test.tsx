import { cleanup, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { BuckyBridge } from '../../preload/contract/transport.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import type { Tabs } from './tabs.ts';
import { applyStoredTheme } from './theme.ts';
import { TitleBar } from './TitleBar.tsx';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

describe('TitleBar', () => {
  const tabs: Tabs = { studies: [{ studyInstanceUid: '1', title: 'Muster, Berta, CT Head' }], active: '1' };
  const onShow = vi.fn();
  const onClose = vi.fn();
  const bridge = (platform: BuckyBridge['platform'], windowControl = vi.fn()): BuckyBridge => ({
    platform,
    windowControl,
    send: () => undefined,
    onFrame: () => () => undefined,
    onLineState: () => () => undefined,
  });

  it('shows the worklist and every open study as tabs, and which one is in front', () => {
    render(<TitleBar tabs={tabs} bridge={null} waiting={{ network: 2 }} onShow={onShow} onClose={onClose} />);
    expect(
      screen.getAllByRole('tab').map((tab) => [tab.textContent, tab.getAttribute('aria-selected')]),
    ).toEqual([
      ['Worklist', 'false'],
      ['Rooms', 'false'],
      ['Quality', 'false'],
      ['Scheduled', 'false'],
      ['Ask others', 'false'],
      ['Callers and devices2 waiting', 'false'],
      ['Muster, Berta, CT Head', 'true'],
    ]);
  });

  it('goes to a tab by arrow key and closes one by Delete or its button', async () => {
    render(<TitleBar tabs={tabs} bridge={null} onShow={onShow} onClose={onClose} />);
    screen.getByRole('tab', { name: /Muster/ }).focus();
    await userEvent.keyboard('{ArrowLeft}');
    expect(onShow).toHaveBeenLastCalledWith('network');
    await userEvent.keyboard('{ArrowRight}{Delete}');
    await userEvent.click(screen.getByRole('button', { name: 'Close Muster, Berta, CT Head' }));
    expect(onClose.mock.calls).toEqual([['1'], ['1']]);
  });

  it('has window buttons on the desktop, none in a browser nor where the system draws them', async () => {
    const windowControl = vi.fn();
    const { rerender } = render(
      <TitleBar tabs={tabs} bridge={bridge('linux', windowControl)} onShow={onShow} onClose={onClose} />,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Minimize' }));
    expect(windowControl).toHaveBeenCalledExactlyOnceWith('minimize');
    for (const other of [bridge('darwin'), null]) {
      rerender(<TitleBar tabs={tabs} bridge={other} onShow={onShow} onClose={onClose} />);
      expect(screen.queryByRole('button', { name: 'Minimize' })).toBeNull();
    }
  });
});

describe('ErrorBoundary', () => {
  it('keeps a mistake in its place, says that reception goes on, and shows the place again', async () => {
    vi.spyOn(console, 'error').mockReturnValue(undefined); // React tells of the caught mistake
    let isBroken = true;
    const Fragile = () => {
      if (isBroken) throw new TypeError('x is undefined');
      return <p>The list</p>;
    };
    render(
      <ErrorBoundary place="The worklist">
        <Fragile />
      </ErrorBoundary>,
    );
    expect(screen.getByRole('heading', { name: 'The worklist stopped.' })).toBeTruthy();
    expect(screen.getByRole('alert').textContent).toContain('Reception goes on.');
    isBroken = false;
    await userEvent.click(screen.getByRole('button', { name: 'Show it again' }));
    expect(screen.getByText('The list')).toBeTruthy();
  });
});

describe('applyStoredTheme', () => {
  it.each([
    ['light', 'light'],
    [null, undefined],
    ['pink', undefined],
  ])('for a stored %j sets %j', (stored, theme) => {
    const root = document.createElement('html');
    applyStoredTheme({ getItem: () => stored }, root);
    expect(root.dataset['theme']).toBe(theme);
  });
});
