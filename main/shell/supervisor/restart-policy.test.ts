import { describe, expect, it } from 'vitest';
import { RestartPolicy } from './restart-policy.ts';

describe('RestartPolicy', () => {
  const aPolicy = () => {
    const clock = { nowMs: 0 };
    return { clock, policy: new RestartPolicy(() => clock.nowMs) };
  };

  it('waits longer after each exit and gives up at the fifth within two minutes', () => {
    const { clock, policy } = aPolicy();
    const decisions = [1, 2, 3, 4, 5].map(() => {
      clock.nowMs += 20_000;
      return policy.onExit();
    });
    expect(decisions).toEqual([
      { kind: 'restart', afterMs: 500 },
      { kind: 'restart', afterMs: 1_000 },
      { kind: 'restart', afterMs: 2_000 },
      { kind: 'restart', afterMs: 4_000 },
      { kind: 'give-up' },
    ]);
  });

  it('forgets what lies more than two minutes back', () => {
    const { clock, policy } = aPolicy();
    for (let exit = 0; exit < 20; exit += 1) {
      clock.nowMs += 121_000;
      expect(policy.onExit()).toEqual({ kind: 'restart', afterMs: 500 });
    }
  });

  it('starts from the beginning when a person asks for another try', () => {
    const { policy } = aPolicy();
    for (let exit = 0; exit < 5; exit += 1) policy.onExit();
    policy.forget();
    expect(policy.onExit()).toEqual({ kind: 'restart', afterMs: 500 });
  });
});
