import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ToCore } from '../../../preload/contract/service-message.ts';
import type { LineState } from '../../../preload/contract/transport.ts';
import type { CoreChild } from './core-child.ts';
import { CoreSupervisor } from './core-supervisor.ts';

/** A core that does what the test says. A port is a word here. */
class ScriptedCore implements CoreChild<string> {
  readonly received: { message: ToCore; ports: readonly string[] }[] = [];
  isKilled = false;
  #message: (message: unknown) => void = () => undefined;
  #logLine: () => void = () => undefined;
  #exit: (exitCode: number | null) => void = () => undefined;

  post(message: ToCore, ports: readonly string[] = []): void {
    this.received.push({ message, ports });
  }
  onMessage(listener: (message: unknown) => void): void {
    this.#message = listener;
  }
  onLogLine(listener: () => void): void {
    this.#logLine = listener;
  }
  onExit(listener: (exitCode: number | null) => void): void {
    this.#exit = listener;
  }
  kill(): void {
    this.isKilled = true;
    this.exit(null);
  }

  says(message: unknown): void {
    this.#message(message);
  }
  logs(): void {
    this.#logLine();
  }
  exit(exitCode: number | null): void {
    this.#exit(exitCode);
  }
  becomesReady(): void {
    this.says({
      event: 'ready',
      aeTitle: 'BUCKY',
      dicomPort: 11112,
      httpPort: 0,
      token: 'secret',
      dataDir: '/data',
      pid: 1,
    });
  }
}

function aSupervisor() {
  const cores: ScriptedCore[] = [];
  const states: LineState[] = [];
  const supervisor = new CoreSupervisor<string>({
    fork: () => {
      const core = new ScriptedCore();
      cores.push(core);
      return core;
    },
    nowMs: () => Date.now(),
    log: () => undefined,
    logPath: '/logs/core.log',
  });
  supervisor.onState((state) => states.push(state));
  return {
    supervisor,
    states,
    cores,
    get core(): ScriptedCore {
      const core = cores.at(-1);
      if (!core) throw new Error('no core was started');
      return core;
    },
  };
}

describe('CoreSupervisor', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('opens the line when the core says that it is ready, and hands out ports from then on', () => {
    const it = aSupervisor();
    it.supervisor.start();
    expect(it.supervisor.attachWindow('port 1')).toBe(false);
    it.core.becomesReady();
    expect(it.states).toEqual([{ state: 'open' }]);
    expect(it.supervisor.ready?.token).toBe('secret');
    expect(it.supervisor.attachWindow('port 2')).toBe(true);
    expect(it.core.received).toEqual([{ message: { type: 'attach-window' }, ports: ['port 2'] }]);
  });

  it('starts a core again that ended by itself, and tells the window', () => {
    const it = aSupervisor();
    it.supervisor.start();
    it.core.becomesReady();
    it.core.exit(3);
    expect(it.supervisor.ready).toBeNull();
    expect(it.states.at(-1)).toMatchObject({ state: 'restarting', retryInMs: 500 });
    vi.advanceTimersByTime(499);
    expect(it.cores).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(it.cores).toHaveLength(2);
    it.core.becomesReady();
    expect(it.states.at(-1)).toEqual({ state: 'open' });
  });

  it('gives up after five exits within two minutes and names the log', () => {
    const it = aSupervisor();
    it.supervisor.start();
    for (let exit = 0; exit < 5; exit += 1) {
      it.core.exit(1);
      vi.advanceTimersByTime(8_000);
    }
    expect(it.cores).toHaveLength(5);
    expect(it.states.at(-1)).toMatchObject({ state: 'failed', logPath: '/logs/core.log' });
  });

  it('tries again when a person asks for it after it gave up', () => {
    const it = aSupervisor();
    it.supervisor.start();
    it.core.says({ event: 'cannot-start', message: 'The data folder is in use.', isWorthRetrying: false });
    it.core.exit(1);
    it.supervisor.retry();
    expect(it.cores).toHaveLength(2);
    expect(it.states.at(-1)).toMatchObject({ state: 'connecting' });
  });

  it('does not try again what the core itself called hopeless, and repeats its words', () => {
    const it = aSupervisor();
    it.supervisor.start();
    it.core.says({ event: 'cannot-start', message: 'The data folder is in use.', isWorthRetrying: false });
    it.core.exit(1);
    vi.advanceTimersByTime(60_000);
    expect(it.cores).toHaveLength(1);
    expect(it.states.at(-1)).toMatchObject({ state: 'failed', detail: 'The data folder is in use.' });
  });

  it('ends a core that cannot start and does not leave by itself', () => {
    const it = aSupervisor();
    it.supervisor.start();
    it.core.says({ event: 'cannot-start', message: 'Port 11112 is taken.', isWorthRetrying: true });
    it.core.logs();
    vi.advanceTimersByTime(3_000);
    expect(it.core.isKilled).toBe(true);
    expect(it.states.at(-1)).toMatchObject({ state: 'restarting', retryInMs: 500 });
    expect(it.states.at(-1)).toHaveProperty('detail', expect.stringContaining('Port 11112 is taken.'));
  });

  it('ends a core that neither listens nor logs for a minute, and starts another', () => {
    const it = aSupervisor();
    it.supervisor.start();
    const [first] = it.cores;
    vi.advanceTimersByTime(60_000);
    expect(first?.isKilled).toBe(true);
    vi.advanceTimersByTime(500);
    expect(it.cores).toHaveLength(2);
  });

  it('waits for a core that logs while it indexes', () => {
    const it = aSupervisor();
    it.supervisor.start();
    for (let line = 0; line < 10; line += 1) {
      vi.advanceTimersByTime(50_000);
      it.core.logs();
    }
    expect(it.core.isKilled).toBe(false);
  });

  it('asks the core to stop and waits until it is gone', async () => {
    const it = aSupervisor();
    it.supervisor.start();
    it.core.becomesReady();
    const stopped = it.supervisor.stop();
    expect(it.core.received).toEqual([{ message: { type: 'stop' }, ports: [] }]);
    it.core.exit(0);
    await stopped;
    vi.advanceTimersByTime(60_000);
    expect(it.cores).toHaveLength(1);
    expect(it.core.isKilled).toBe(false);
  });

  it('ends a core that does not stop within ten seconds', async () => {
    const it = aSupervisor();
    it.supervisor.start();
    it.core.becomesReady();
    const stopped = it.supervisor.stop();
    vi.advanceTimersByTime(10_000);
    await stopped;
    expect(it.core.isKilled).toBe(true);
  });

  it('starts nothing when it is stopped while it waits to start again', async () => {
    const it = aSupervisor();
    it.supervisor.start();
    it.core.exit(1);
    await it.supervisor.stop();
    vi.advanceTimersByTime(60_000);
    expect(it.cores).toHaveLength(1);
  });

  it('ignores a message that is not in the contract', () => {
    const it = aSupervisor();
    it.supervisor.start();
    it.core.says({ event: 'ready', dicomPort: 'eleven' });
    expect(it.states).toEqual([]);
  });
});
