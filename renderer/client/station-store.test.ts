import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WorkstationEvent } from '../../preload/contract/event.ts';
import type { Reception, StationInfo } from '../../preload/contract/station.ts';
import type { ApiClient } from './api-client.ts';
import { createStationStore, type StationStore } from './station-store.ts';

const reception: Reception = { openAssociations: 0, sendersNow: 0, imagesLastMinute: 0, senders: [] };
const info: StationInfo = {
  version: '0.1.0',
  aeTitle: 'BUCKY',
  addresses: ['192.168.1.20'],
  dicomPort: 11_112,
  listenProblem: null,
  freeBytes: 1,
  totalBytes: 2,
  quietTimeMs: 60_000,
  counts: { studies: 0, unfiled: 0, conflicts: 0, quarantined: 0 },
  reception,
  notices: [],
};

describe('createStationStore', () => {
  let station: StationStore;
  let stop: () => void;
  let publish: (event: WorkstationEvent) => void;
  let resync: () => void;
  const call = vi.fn();
  const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

  beforeEach(async () => {
    call.mockReset().mockResolvedValue({ ok: true, value: info });
    station = createStationStore({
      call: call as ApiClient['call'],
      subscribe: (listener) => {
        publish = listener;
        return () => undefined;
      },
      onResync: (listener) => {
        resync = listener;
        return () => undefined;
      },
    });
    stop = station.start();
    await settle();
  });
  afterEach(() => {
    stop();
  });

  it('knows the station once the core has answered', () => {
    expect(station.state.get()).toEqual({ info, error: null });
  });

  it('takes reception and notices from events without asking', () => {
    publish({ type: 'reception.changed', sequence: 1, reception: { ...reception, sendersNow: 2 } });
    publish({ type: 'notices.changed', sequence: 2, notices: [] });
    expect(station.state.get().info?.reception.sendersNow).toBe(2);
    expect(call).toHaveBeenCalledTimes(1);
  });

  it('asks again when the station changed, and after a resync', () => {
    publish({ type: 'station.changed', sequence: 1 });
    resync();
    expect(call).toHaveBeenCalledTimes(3);
  });

  it('keeps what it knows when a question fails', async () => {
    const error = { code: 'busy', message: 'The core did not answer within 10 s.' };
    call.mockResolvedValue({ ok: false, error });
    resync();
    await settle();
    expect(station.state.get()).toEqual({ info, error });
  });
});
