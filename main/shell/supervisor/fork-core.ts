import { utilityProcess, type MessagePortMain } from 'electron';
import { createInterface } from 'node:readline';
import type { CoreChild } from './core-child.ts';

export interface ForkCoreOptions {
  /** The core's bundle. */
  readonly entry: string;
  readonly args: readonly string[];
  readonly onLogLine: (line: string) => void;
}

/** Variables that would change how the core's Node runs; none of a user's business here. */
const REMOVED_VARIABLES = /^(NODE_OPTIONS|NODE_PATH|NODE_V8_COVERAGE|ELECTRON_RUN_AS_NODE|NODE_INSPECT.*)$/;

/** Starts the core in a utility process of Electron. */
export function forkCore(options: ForkCoreOptions): CoreChild<MessagePortMain> {
  const env = {
    // Many files are flushed to the disk side by side; Node's usual four threads would make them wait for each other.
    UV_THREADPOOL_SIZE: '16',
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !REMOVED_VARIABLES.test(name))),
  };
  const child = utilityProcess.fork(options.entry, [...options.args], {
    serviceName: 'Bucky core',
    // The ready line on standard output is for those who start the core by hand; here it comes as a message.
    stdio: ['ignore', 'ignore', 'pipe'],
    env,
  });
  const lifeListeners: (() => void)[] = [];
  if (child.stderr) {
    createInterface({ input: child.stderr }).on('line', (line) => {
      options.onLogLine(line);
      for (const listener of lifeListeners) listener();
    });
  }
  return {
    post: (message, ports = []) => {
      child.postMessage(message, [...ports]);
    },
    onMessage: (listener) => {
      child.on('message', listener);
    },
    onLogLine: (listener) => {
      lifeListeners.push(listener);
    },
    onExit: (listener) => {
      child.once('exit', (exitCode) => {
        listener(exitCode);
      });
    },
    kill: () => {
      if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
    },
  };
}
