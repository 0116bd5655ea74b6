import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import type { StationInfo } from '../../../preload/contract/station.ts';
import { StationStatusBar } from './StationStatusBar.tsx';

const station: StationInfo = {
  version: '0.1.0',
  aeTitle: 'BUCKY',
  addresses: ['192.168.1.20', '10.0.0.2'],
  dicomPort: 11_112,
  listenProblem: null,
  freeBytes: 1.9e12,
  totalBytes: 2e12,
  quietTimeMs: 60_000,
  counts: { studies: 0, unfiled: 0, conflicts: 0, quarantined: 0 },
  reception: { openAssociations: 1, sendersNow: 1, imagesLastMinute: 118, senders: [] },
  notices: [],
};

describe('StationStatusBar', () => {
  afterEach(cleanup);
  const text = () => screen.getByRole('contentinfo').textContent;

  it('says who it is, what comes in, how much room is left, and what it is not for', () => {
    render(<StationStatusBar station={station} line={{ state: 'open' }} />);
    expect(text()).toContain('Listening as BUCKY at 192.168.1.20:11112');
    expect(text()).toContain('1 sender now, 118 images/min');
    expect(text()).toContain('1.9 TB free');
    expect(text()).toContain('Not for primary diagnosis');
  });

  it('says why it does not receive', () => {
    const listenProblem = 'Port 11112 is taken by another program.';
    render(<StationStatusBar station={{ ...station, listenProblem }} line={{ state: 'open' }} />);
    expect(text()).toContain(`Not receiving: ${listenProblem}`);
  });

  it('does not claim to listen while the core is lost', () => {
    const line = { state: 'restarting' as const, detail: 'The core stopped.', retryInMs: 500 };
    render(<StationStatusBar station={station} line={line} />);
    expect(text()).not.toContain('Listening');
    expect(text()).not.toContain('images/min');
  });
});
