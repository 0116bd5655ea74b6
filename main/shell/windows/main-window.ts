import { BrowserWindow, screen } from 'electron';
import { UI_ORIGIN } from '../security/app-protocol.ts';
import { RestartPolicy } from '../supervisor/restart-policy.ts';
import {
  MIN_HEIGHT_PX,
  MIN_WIDTH_PX,
  placeWindow,
  readWindowMemory,
  writeWindowMemory,
  type WindowMemory,
} from './window-memory.ts';

const BACKGROUND = '#0d0d0d';
/** A window that paints nothing for so long is shown all the same, so that a person sees something. */
const SHOW_DEADLINE_MS = 8_000;

export interface MainWindowOptions {
  readonly preload: string;
  readonly icon: string;
  readonly memoryFile: string;
  /** Asked when the window is about to close; true keeps it, hidden. */
  readonly shouldHideInstead: () => boolean;
  readonly onHidden: () => void;
  readonly log: (line: string) => void;
}

/** The one window. Frameless, as the UI draws a title bar of its own. */
export class MainWindow {
  readonly browserWindow: BrowserWindow;
  readonly #memoryFile: string;
  #memory: WindowMemory;

  constructor(options: MainWindowOptions) {
    this.#memoryFile = options.memoryFile;
    this.#memory = readWindowMemory(options.memoryFile);
    const workAreas = screen.getAllDisplays().map((display) => display.workArea);
    const window = new BrowserWindow({
      ...placeWindow(this.#memory.bounds, workAreas),
      minWidth: MIN_WIDTH_PX,
      minHeight: MIN_HEIGHT_PX,
      title: 'Bucky',
      icon: options.icon,
      show: false,
      backgroundColor: BACKGROUND,
      ...(process.platform === 'darwin' ? { titleBarStyle: 'hiddenInset' } : { frame: false }),
      webPreferences: {
        preload: options.preload,
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        webviewTag: false,
        // Arrivals are counted and announced while the window is hidden too.
        backgroundThrottling: false,
        spellcheck: false,
      },
    });
    this.browserWindow = window;
    if (this.#memory.isMaximized) window.maximize();
    const showTimer = setTimeout(() => {
      window.show();
    }, SHOW_DEADLINE_MS);
    window.once('ready-to-show', () => {
      clearTimeout(showTimer);
      window.show();
    });
    window.on('close', (event) => {
      clearTimeout(showTimer);
      this.#remember({
        bounds: window.getNormalBounds(),
        isMaximized: window.isMaximized(),
      });
      if (!options.shouldHideInstead()) return;
      event.preventDefault();
      window.hide();
      options.onHidden();
    });
    reloadAfterCrash(window, options.log);
    void window.loadURL(`${UI_ORIGIN}/`);
  }

  get knowsBackground(): boolean {
    return this.#memory.knowsBackground;
  }

  rememberBackground(): void {
    this.#remember({ knowsBackground: true });
  }

  bringToFront(): void {
    if (this.browserWindow.isMinimized()) this.browserWindow.restore();
    this.browserWindow.show();
    this.browserWindow.focus();
  }

  #remember(change: Partial<WindowMemory>): void {
    this.#memory = { ...this.#memory, ...change };
    writeWindowMemory(this.#memoryFile, this.#memory);
  }
}

/** A page that died comes back by itself, unless it keeps dying. Reception knows nothing of it. */
function reloadAfterCrash(window: BrowserWindow, log: (line: string) => void): void {
  const policy = new RestartPolicy(() => performance.now());
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    const decision = policy.onExit();
    log(`The page of the window ended (${reason}); ${decision.kind}.`);
    if (decision.kind === 'give-up') return;
    setTimeout(() => {
      if (!window.isDestroyed()) window.webContents.reload();
    }, decision.afterMs);
  });
}
