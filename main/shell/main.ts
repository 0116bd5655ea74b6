import { app } from 'electron';
import { DesktopApp } from './desktop-app.ts';
import { readAppOptions } from './platform/app-options.ts';
import { settlePlaces } from './platform/places.ts';
import { runSelfTest } from './platform/self-test.ts';
import { registerAppScheme } from './security/app-protocol.ts';
import { guardWebContents } from './security/guards.ts';

// In development the first word is the folder of the application: `electron <folder> [options]`.
const options = readAppOptions(process.argv.slice(app.isPackaged ? 1 : 2), process.env);
const places = settlePlaces(app, options.dataDir);
registerAppScheme();
guardWebContents(app);
// Chromium ends at once when root asks for the sandbox; `npm start` then says --no-sandbox.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();

if (options.isSelfTest) {
  void app.whenReady().then(async () => {
    app.exit(await runSelfTest(places.coreEntry));
  });
} else if (app.requestSingleInstanceLock()) {
  // Closing the window keeps receiving, so there is nothing to do when none is left.
  app.on('window-all-closed', () => undefined);
  void app.whenReady().then(() => {
    quitOnSignals();
    const desktop = new DesktopApp(places, options.coreArgs);
    desktop.open();
    app.on('second-instance', () => {
      desktop.showWindow();
    });
    app.on('activate', () => {
      desktop.showWindow();
    });
  });
} else {
  process.stderr.write('Bucky runs already; its window comes to the front.\n');
  app.exit(0);
}

/**
 * Takes the signals over from Chromium, which would end at once with the second. Ctrl+C in a terminal reaches every
 * process of the group, and npm and the start script pass it on besides.
 */
function quitOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      app.quit();
    });
  }
}
