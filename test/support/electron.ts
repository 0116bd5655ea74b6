import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import type { CommandInput, CommandName, CommandOutput } from '../../preload/contract/command.ts';
import type { BuckyBridge } from '../../preload/contract/transport.ts';
import { findElectron, NoElectronError, type ElectronRuntime } from '../../build/runtime/find-electron.ts';
import { VirtualDisplay } from './virtual-display.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Root has no sandbox in Chromium. */
export const SANDBOX_ARGS = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** What a test needs to run the desktop app; `close` when done. */
export interface DesktopGround {
  readonly runtime: ElectronRuntime;
  readonly env: Record<string, string>;
  close(): Promise<void>;
}

/** Electron and a screen for it, or in words why there is none here. */
export async function prepareDesktop(): Promise<DesktopGround | string> {
  let runtime: ElectronRuntime;
  try {
    runtime = await findElectron(() => undefined);
  } catch (error) {
    if (error instanceof NoElectronError) return error.message;
    throw error;
  }
  const isLinux = process.platform === 'linux';
  const display = isLinux ? await VirtualDisplay.start() : null;
  if (isLinux && display === null) return 'There is no Xvfb here: apt-get install xvfb';
  return {
    runtime,
    env: {
      ...definedVariables(),
      ...(display === null ? {} : { DISPLAY: display.name }),
      ...(runtime.sqliteBinding === null ? {} : { BUCKY_SQLITE_BINDING: runtime.sqliteBinding }),
    },
    close: async () => display?.stop(),
  };
}

/** The desktop app of this project, driven by Playwright, with a data folder of its own and ports on loopback. */
export class DesktopAppUnderTest {
  readonly app: ElectronApplication;
  readonly window: Page;
  /** Errors and policy violations that the page reported; expected to stay empty. */
  readonly complaints: readonly string[];

  private constructor(app: ElectronApplication, window: Page, complaints: readonly string[]) {
    this.app = app;
    this.window = window;
    this.complaints = complaints;
  }

  static async start(ground: DesktopGround, dataDir: string): Promise<DesktopAppUnderTest> {
    const app = await _electron.launch({
      executablePath: ground.runtime.binary,
      args: [...SANDBOX_ARGS, ROOT, ...optionsForTests(dataDir)],
      env: ground.env,
      timeout: 60_000,
    });
    const complaints: string[] = [];
    const window = await app.firstWindow({ timeout: 60_000 });
    window.on('pageerror', (error) => complaints.push(error.message));
    window.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await waitForLine(window);
    return new DesktopAppUnderTest(app, window, complaints);
  }

  /** Sends a command of the contract the way the window does. */
  async call<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandOutput<N>> {
    return callThroughBridge(this.window, name, input);
  }

  /** Process that runs the core; null while there is none. */
  async corePid(): Promise<number | null> {
    return this.app.evaluate(
      ({ app }) => app.getAppMetrics().find((metric) => metric.name === 'Bucky core')?.pid ?? null,
    );
  }

  /** Quits as the operating system would ask it to. */
  async close(): Promise<void> {
    await this.app.close();
  }
}

/** Loopback and a free port, so that tests disturb nobody and one another. */
export function optionsForTests(dataDir: string): readonly string[] {
  return ['--data', dataDir, '--dicom-host', '127.0.0.1', '--dicom-port', '0'];
}

type WithBridge = typeof globalThis & { buckyBridge: BuckyBridge };

/** Waits until the window has a line to a running core. */
export async function waitForLine(window: Page): Promise<void> {
  await window.waitForFunction(
    () =>
      new Promise<boolean>((resolve) => {
        const leave = (globalThis as WithBridge).buckyBridge.onLineState((state) => {
          if (state.state !== 'open') return;
          resolve(true);
          queueMicrotask(() => {
            leave();
          });
        });
      }),
    undefined,
    { timeout: 60_000 },
  );
}

export async function callThroughBridge<N extends CommandName>(
  window: Page,
  command: N,
  input: CommandInput<N>,
): Promise<CommandOutput<N>> {
  const value = await window.evaluate(
    ({ command, input }) =>
      new Promise<unknown>((resolve, reject) => {
        const { buckyBridge } = globalThis as WithBridge;
        const id = Math.floor(Math.random() * 1e9) + 1e9; // far from the numbers of the page's own calls
        const leave = buckyBridge.onFrame((raw) => {
          const frame = raw as { kind: string; id?: number; reply?: { ok: boolean; value?: unknown } };
          if (frame.kind !== 'reply' || frame.id !== id) return;
          leave();
          if (frame.reply?.ok === true) resolve(frame.reply.value);
          else reject(new Error(JSON.stringify(frame.reply)));
        });
        buckyBridge.send({ kind: 'request', id, command, input });
      }),
    { command, input: input },
  );
  return value as CommandOutput<N>; // the core under test answers by the contract
}

function definedVariables(): Record<string, string> {
  const entries = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return Object.fromEntries(entries);
}
