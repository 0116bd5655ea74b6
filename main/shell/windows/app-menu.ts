import { Menu, type MenuItemConstructorOptions } from 'electron';

export interface MenuActions {
  readonly onShowWindow: () => void;
  readonly onShowLogs: () => void;
  readonly onRetryCore: () => void;
  readonly onQuit: () => void;
}

/** The frameless window shows no menu bar, but the keys work; macOS shows it on top of the screen. */
export function setAppMenu(actions: MenuActions, isDevelopment: boolean): void {
  const template: MenuItemConstructorOptions[] = [
    {
      label: 'Bucky',
      submenu: [
        { label: 'Show the window', click: actions.onShowWindow },
        { label: 'Show the log files', click: actions.onShowLogs },
        { label: 'Start the core again', click: actions.onRetryCore },
        { type: 'separator' },
        { label: 'Close the window', accelerator: 'CmdOrCtrl+Shift+W', role: 'close' },
        { label: 'Quit Bucky…', accelerator: 'CmdOrCtrl+Q', click: actions.onQuit },
      ],
    },
    {
      label: 'Edit',
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        { type: 'separator' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: 'View',
      submenu: [
        { label: 'Reload the window', accelerator: 'CmdOrCtrl+Shift+R', role: 'reload' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(isDevelopment ? ([{ role: 'toggleDevTools' }] as const) : []),
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
