import { describe, expect, it } from 'vitest';
import { ReceptionMonitor } from './reception-monitor.ts';

describe('ReceptionMonitor', () => {
  const peer = { associationId: 1, callingAeTitle: 'CT_1', address: '10.0.0.7' };
  const aMonitor = () => {
    const clock = { nowMs: 1_000_000_000 };
    return { clock, monitor: new ReceptionMonitor(() => clock.nowMs) };
  };

  it('counts the images of the last minute and forgets older ones', () => {
    const { clock, monitor } = aMonitor();
    monitor.imageStored(peer);
    clock.nowMs += 30_000;
    monitor.imageStored(peer);
    monitor.imageStored(peer);
    expect(monitor.snapshot().imagesLastMinute).toBe(3);
    clock.nowMs += 40_000;
    expect(monitor.snapshot().imagesLastMinute).toBe(2);
    clock.nowMs += 600_000;
    expect(monitor.snapshot().imagesLastMinute).toBe(0);
  });

  it('says that a device is sending while its association is open and images come', () => {
    const { clock, monitor } = aMonitor();
    monitor.associationOpened(peer);
    expect(monitor.snapshot()).toMatchObject({ openAssociations: 1, sendersNow: 0 });
    monitor.imageStored(peer);
    expect(monitor.snapshot()).toMatchObject({
      sendersNow: 1,
      senders: [{ aeTitle: 'CT_1', isSending: true }],
    });
    clock.nowMs += 6_000;
    expect(monitor.snapshot().sendersNow).toBe(0);
    monitor.imageStored(peer);
    monitor.associationClosed(peer);
    expect(monitor.snapshot()).toMatchObject({ openAssociations: 0, sendersNow: 0 });
  });

  it('lists the device with the newest image first, those of earlier days too', () => {
    const { clock, monitor } = aMonitor();
    monitor.restore([{ aeTitle: 'US_1', address: '', lastImageAtMs: clock.nowMs - 86_400_000 }]);
    monitor.imageStored(peer);
    expect(monitor.snapshot().senders.map((sender) => sender.aeTitle)).toEqual(['CT_1', 'US_1']);
  });
});
