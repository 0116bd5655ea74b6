import { app, powerMonitor, session, shell, type MessagePortMain } from 'electron';
import path from 'node:path';
import { setAppMenu } from './windows/app-menu.ts';
import { MainWindow } from './windows/main-window.ts';
import { connectWindows } from './windows/window-line.ts';
import { reserveCoreSocket, type CoreSocket } from './platform/core-socket.ts';
import type { Places } from './platform/places.ts';
import { mayQuit, tellOfBackground } from './platform/questions.ts';
import { countSendersNow } from './platform/reception-now.ts';
import { TrayIcon } from './platform/tray-icon.ts';
import { serveAppScheme } from './security/app-protocol.ts';
import type { CoreAddress } from './security/core-proxy.ts';
import { guardSession } from './security/guards.ts';
import { CoreSupervisor } from './supervisor/core-supervisor.ts';
import { forkCore } from './supervisor/fork-core.ts';
import { LogFile } from './supervisor/log-file.ts';

/** The desktop app from ready to quit: one core, one window, one icon beside the clock. */
export class DesktopApp {
  readonly #places: Places;
  readonly #shellLog: LogFile;
  readonly #coreLog: LogFile;
  readonly #socket: CoreSocket;
  readonly #supervisor: CoreSupervisor<MessagePortMain>;
  #window: MainWindow | null = null;
  #tray: TrayIcon | null = null;
  #isQuitting = false;
  #hasStopped = false;

  constructor(places: Places, coreArgs: readonly string[]) {
    this.#places = places;
    this.#shellLog = new LogFile(places.shellLog);
    this.#coreLog = new LogFile(places.coreLog);
    this.#socket = reserveCoreSocket();
    const args = ['--data', places.dataDir, '--http-socket', this.#socket.path, ...coreArgs];
    this.#supervisor = new CoreSupervisor<MessagePortMain>({
      fork: () => {
        this.#socket.clear();
        return forkCore({
          entry: places.coreEntry,
          args,
          onLogLine: (line) => {
            this.#coreLog.append(line);
          },
        });
      },
      nowMs: () => performance.now(),
      log: (line) => {
        this.#log(line);
      },
      logPath: places.coreLog,
    });
  }

  /** Call it once the application is ready. */
  open(): void {
    guardSession(session.defaultSession);
    serveAppScheme(this.#places.uiDir, () => this.#coreAddress());
    connectWindows(this.#supervisor, (contents) => {
      const window = this.#window?.browserWindow ?? null;
      return window?.webContents === contents ? window : null;
    });
    setAppMenu(
      {
        onShowWindow: () => {
          this.showWindow();
        },
        onShowLogs: () => void shell.openPath(path.dirname(this.#places.coreLog)),
        onRetryCore: () => {
          this.#supervisor.retry();
        },
        onQuit: () => void this.#quitIfAllowed(),
      },
      !app.isPackaged,
    );
    this.#openTray();
    app.on('before-quit', (event) => {
      this.#isQuitting = true;
      if (this.#hasStopped) return;
      event.preventDefault();
      void this.#stop().then(() => {
        app.quit();
      });
    });
    powerMonitor.on('shutdown', () => {
      app.quit();
    });
    this.#log(`Bucky ${app.getVersion()} starts on Electron ${process.versions.electron}.`);
    this.#supervisor.start();
    this.showWindow();
  }

  showWindow(): void {
    if (this.#isQuitting) return;
    if (this.#window === null || this.#window.browserWindow.isDestroyed()) this.#window = this.#newWindow();
    else this.#window.bringToFront();
  }

  #newWindow(): MainWindow {
    return new MainWindow({
      preload: this.#places.preload,
      icon: this.#places.icon,
      memoryFile: this.#places.windowMemory,
      shouldHideInstead: () => !this.#isQuitting,
      onHidden: () => void this.#afterHiding(),
      log: (line) => {
        this.#log(line);
      },
    });
  }

  #openTray(): void {
    this.#tray = new TrayIcon(this.#places.icon, {
      onOpen: () => {
        this.showWindow();
      },
      onRetryCore: () => {
        this.#supervisor.retry();
      },
      onQuit: () => void this.#quitIfAllowed(),
    });
    this.#tray.show(this.#supervisor.state);
    this.#supervisor.onState((state) => this.#tray?.show(state));
  }

  async #afterHiding(): Promise<void> {
    if (this.#window === null || this.#window.knowsBackground) return;
    const shouldGoOn = await tellOfBackground();
    this.#window.rememberBackground();
    if (!shouldGoOn) app.quit();
  }

  async #quitIfAllowed(): Promise<void> {
    if (this.#isQuitting) return;
    const address = this.#coreAddress();
    const sendersNow = address === null ? null : await countSendersNow(address);
    if (await mayQuit(this.#window?.browserWindow ?? null, sendersNow)) app.quit();
  }

  #coreAddress(): CoreAddress | null {
    const token = this.#supervisor.ready?.token;
    return token === undefined ? null : { socketPath: this.#socket.path, token };
  }

  async #stop(): Promise<void> {
    await this.#supervisor.stop();
    this.#socket.close();
    this.#tray?.close();
    this.#log('Bucky has stopped.');
    this.#shellLog.close();
    this.#coreLog.close();
    this.#hasStopped = true;
  }

  #log(message: string): void {
    this.#shellLog.append(JSON.stringify({ time: new Date().toISOString(), msg: message }));
  }
}
