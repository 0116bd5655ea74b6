import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LineState } from '../../../preload/contract/transport.ts';
import { LineNotice } from './LineNotice.tsx';

const restarting = (retryInMs: number): LineState => ({
  state: 'restarting',
  detail: 'The core stopped.',
  retryInMs,
});

describe('LineNotice', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    cleanup();
    vi.useRealTimers();
  });

  it('says nothing while the line is open', () => {
    const { container } = render(<LineNotice line={{ state: 'open' }} isDesktop />);
    expect(container.textContent).toBe('');
  });

  it('counts down to the next start of the core', () => {
    render(<LineNotice line={restarting(2_000)} isDesktop />);
    expect(screen.getByRole('status').textContent).toBe(
      'The core stopped.It is started again in 2 s; reception resumes by itself.',
    );
    act(() => {
      vi.advanceTimersByTime(1_000);
    });
    expect(screen.getByRole('status').textContent).toContain('in 1 s');
    act(() => {
      vi.advanceTimersByTime(1_000);
    });
    expect(screen.getByRole('status').textContent).toContain('again now;');
  });

  it('counts anew for the next attempt of the same length', () => {
    const { rerender } = render(<LineNotice line={restarting(2_000)} isDesktop />);
    act(() => {
      vi.advanceTimersByTime(2_000);
    });
    rerender(<LineNotice line={restarting(2_000)} isDesktop />);
    expect(screen.getByRole('status').textContent).toContain('in 2 s');
  });

  it('says in a browser that the line is tried again, not that the core is started', () => {
    render(<LineNotice line={restarting(4_000)} isDesktop={false} />);
    expect(screen.getByRole('status').textContent).toContain('It is tried again in 4 s');
  });

  it('announces at once when it is given up, with the place of the log', () => {
    render(
      <LineNotice
        line={{ state: 'failed', detail: 'The core stopped five times.', logPath: '/logs/core.log' }}
        isDesktop
      />,
    );
    expect(screen.getByRole('alert').textContent).toContain('The core stopped five times.');
    expect(screen.getByText('/logs/core.log')).toBeTruthy();
  });
});
