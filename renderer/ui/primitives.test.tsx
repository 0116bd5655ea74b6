import { act, cleanup, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Button } from './Button.tsx';
import { CompletenessStrip } from './CompletenessStrip.tsx';
import { Flag } from './Flag.tsx';
import { LoadingFrame, WAY_OUT_AFTER_MS, WORDS_AFTER_MS } from './LoadingFrame.tsx';
import { createToastStore, TOAST_TIME_MS } from './toast-store.ts';
import { Toasts } from './Toasts.tsx';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe('Button', () => {
  it('has its word as name and its key as shortcut', () => {
    render(<Button keyCap="Ctrl C">Copy</Button>);
    expect(screen.getByRole('button', { name: 'Copy' }).getAttribute('aria-keyshortcuts')).toBe('Control+C');
  });

  it('cannot be pressed while it is off, but can be reached and says why', async () => {
    const onClick = vi.fn();
    render(
      <Button disabledReason="Needs the right to delete" onClick={onClick}>
        Delete
      </Button>,
    );
    await userEvent.tab();
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Delete' }));
    expect((await screen.findByRole('tooltip')).textContent).toContain('Needs the right to delete');
    await userEvent.click(screen.getByRole('button', { name: 'Delete' }));
    expect(onClick).not.toHaveBeenCalled();
  });

  it('says what it is doing while busy, and cannot be pressed again', async () => {
    const onClick = vi.fn();
    render(
      <Button busyText="Opening" onClick={onClick}>
        Open
      </Button>,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Opening' }));
    expect(onClick).not.toHaveBeenCalled();
  });
});

describe('Flag', () => {
  it('carries its word when it stands alone, and is silent beside a word', () => {
    const { container } = render(
      <>
        <Flag level="critical" label="1 open conflict" />
        <Flag level="good" />
      </>,
    );
    expect(screen.getByRole('img').getAttribute('aria-label')).toBe('1 open conflict');
    expect(container.querySelectorAll('[aria-hidden=true]')).toHaveLength(1);
  });

  it('has another shape for each level', () => {
    const levels = ['good', 'check', 'repeat', 'critical', 'unknown', 'judging'] as const;
    const shapes = levels.map((level) => render(<Flag level={level} />).container.innerHTML);
    expect(new Set(shapes.map((html) => html.replace(/class="[^"]*"/, ''))).size).toBe(levels.length);
  });
});

describe('CompletenessStrip', () => {
  it('draws a tick per image, those to come apart, and a gap as a taller one', () => {
    const { container } = render(
      <CompletenessStrip arrived={22} expected={24} missing={[17, 18]} widthPx={120} />,
    );
    const count = (name: string) => container.querySelectorAll(`.completeness__${name}`).length;
    expect([count('come'), count('missing'), count('open')]).toEqual([20, 2, 2]);
    expect(container.querySelector('.completeness__missing')?.getAttribute('height')).toBe('12');
  });

  it('lets several images share a tick when there are many, and is full only when all came', () => {
    const full = render(<CompletenessStrip arrived={312} expected={312} />).container;
    const nearly = render(<CompletenessStrip arrived={311} expected={312} />).container;
    expect(full.querySelectorAll('.completeness__open')).toHaveLength(0);
    expect(nearly.querySelectorAll('.completeness__open')).toHaveLength(1);
  });
});

describe('LoadingFrame', () => {
  it('is still at first, has words after a second and a way out after five', () => {
    vi.useFakeTimers();
    render(<LoadingFrame words="Asking the core" wayOut={<button type="button">Ask again</button>} />);
    expect(screen.queryByRole('status')).toBeNull();
    act(() => {
      vi.advanceTimersByTime(WORDS_AFTER_MS);
    });
    expect(screen.getByRole('status').textContent).toBe('Asking the core');
    act(() => {
      vi.advanceTimersByTime(WAY_OUT_AFTER_MS - WORDS_AFTER_MS);
    });
    expect(screen.getByRole('button', { name: 'Ask again' })).toBeTruthy();
  });
});

describe('Toasts', () => {
  it('lets good news go by itself and keeps a failure until it is dismissed', async () => {
    vi.useFakeTimers();
    const store = createToastStore();
    render(<Toasts store={store} />);
    act(() => {
      store.show({ level: 'good', text: 'Copied.' });
      store.show({ level: 'repeat', text: 'Archive north does not answer.' });
    });
    expect(screen.getByRole('alert').textContent).toContain('Archive north');
    act(() => {
      vi.advanceTimersByTime(TOAST_TIME_MS);
    });
    vi.useRealTimers();
    expect(screen.queryByText('Copied.')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('offers what undoes the deed', async () => {
    const run = vi.fn();
    const store = createToastStore();
    render(<Toasts store={store} />);
    act(() => {
      store.show({ level: 'info', text: 'Measurement deleted.', action: { label: 'Undo', run } });
    });
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
    expect(run).toHaveBeenCalledTimes(1);
    expect(screen.queryByText('Measurement deleted.')).toBeNull();
  });
});
