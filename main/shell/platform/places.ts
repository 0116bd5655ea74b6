import type { App } from 'electron';
import path from 'node:path';

/** Files that the shell works with. */
export interface Places {
  readonly coreEntry: string;
  readonly preload: string;
  readonly uiDir: string;
  readonly icon: string;
  readonly dataDir: string;
  readonly coreLog: string;
  readonly shellLog: string;
  readonly windowMemory: string;
}

/**
 * Settles where everything lies. A data folder of its own makes a Bucky of its own: window, logs and the lock that
 * keeps a second copy away then lie in that folder.
 */
export function settlePlaces(app: App, ownDataDir: string | null): Places {
  app.setName('Bucky');
  if (ownDataDir !== null) app.setPath('userData', path.join(ownDataDir, 'desktop'));
  const userDir = app.getPath('userData');
  // dist/shell/main.mjs, in the project as in the package
  const root = path.resolve(import.meta.dirname, '../..');
  return {
    coreEntry: path.join(root, 'dist/core/main.mjs'),
    preload: path.join(root, 'dist/preload/bridge.cjs'),
    uiDir: path.join(root, 'dist/renderer'),
    icon: path.join(root, 'build/icons/bucky.png'),
    dataDir: ownDataDir ?? path.join(userDir, 'data'),
    coreLog: path.join(userDir, 'logs/core.log'),
    shellLog: path.join(userDir, 'logs/shell.log'),
    windowMemory: path.join(userDir, 'window.json'),
  };
}
