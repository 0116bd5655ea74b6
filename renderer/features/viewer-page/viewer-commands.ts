import { ctWindowPresets } from '../../viewer/voi/window-presets.ts';

export type DragTool = 'window' | 'pan' | 'zoom' | 'scroll';

type Plain<Kind> = Kind extends string ? { readonly kind: Kind } : never;

/** Everything that a key or a button of the viewer can ask for. */
export type ViewerCommand =
  | { readonly kind: 'tool'; readonly tool: DragTool }
  | { readonly kind: 'step'; readonly by: number }
  | { readonly kind: 'edge'; readonly edge: 'first' | 'last' }
  | { readonly kind: 'series'; readonly by: 1 | -1 }
  | { readonly kind: 'preset'; readonly key: string }
  | { readonly kind: 'mirror'; readonly axis: 'horizontal' | 'vertical' }
  | { readonly kind: 'status'; readonly status: 'complete' | 'reading' | 'final' }
  | { readonly kind: 'finding'; readonly by: 1 | -1 }
  | Plain<'quality-panel' | 'agree' | 'overrule' | 'ask-repeat'>
  | Plain<'window-of-image' | 'invert' | 'turn' | 'fit' | 'one-to-one' | 'reset'>
  | Plain<'cine' | 'overlays' | 'keys' | 'close'>;

/** One function for each kind of command. */
export type CommandHandlers = {
  readonly [Kind in ViewerCommand['kind']]: (
    command: Extract<ViewerCommand, { readonly kind: Kind }>,
  ) => void;
};

export function runCommand(handlers: CommandHandlers, command: ViewerCommand): void {
  const handle = handlers[command.kind] as (command: ViewerCommand) => void; // the kind picks the handler that takes it
  handle(command);
}

export interface KeyBinding {
  /** `KeyboardEvent.key`, letters in lower case. */
  readonly key: string;
  readonly modifier?: 'shift' | 'ctrl';
  readonly does: string;
  /** Where the key sheet lists it. */
  readonly part: 'Images' | 'Tools' | 'View' | 'Window' | 'Quality' | 'Study';
  readonly command: ViewerCommand;
}

/** Bucky's own profile (the viewer part). Each key stands here once. */
export const viewerKeys: readonly KeyBinding[] = [
  { key: 'arrowdown', part: 'Images', does: 'Next image', command: { kind: 'step', by: 1 } },
  { key: 'arrowup', part: 'Images', does: 'Image before', command: { kind: 'step', by: -1 } },
  {
    key: 'arrowdown',
    modifier: 'shift',
    part: 'Images',
    does: 'Ten images on',
    command: { kind: 'step', by: 10 },
  },
  {
    key: 'arrowup',
    modifier: 'shift',
    part: 'Images',
    does: 'Ten images back',
    command: { kind: 'step', by: -10 },
  },
  { key: 'home', part: 'Images', does: 'First image', command: { kind: 'edge', edge: 'first' } },
  { key: 'end', part: 'Images', does: 'Last image', command: { kind: 'edge', edge: 'last' } },
  { key: 'pagedown', part: 'Images', does: 'Next series', command: { kind: 'series', by: 1 } },
  { key: 'pageup', part: 'Images', does: 'Series before', command: { kind: 'series', by: -1 } },
  { key: 'c', part: 'Images', does: 'Cine: play, stop', command: { kind: 'cine' } },
  { key: 'w', part: 'Tools', does: 'Window', command: { kind: 'tool', tool: 'window' } },
  { key: 'p', part: 'Tools', does: 'Pan', command: { kind: 'tool', tool: 'pan' } },
  { key: 'z', part: 'Tools', does: 'Zoom', command: { kind: 'tool', tool: 'zoom' } },
  { key: 's', part: 'Tools', does: 'Scroll', command: { kind: 'tool', tool: 'scroll' } },
  { key: 'i', part: 'View', does: 'Invert', command: { kind: 'invert' } },
  { key: 'r', part: 'View', does: 'Rotate right', command: { kind: 'turn' } },
  { key: 'h', part: 'View', does: 'Mirror left and right', command: { kind: 'mirror', axis: 'horizontal' } },
  { key: 'v', part: 'View', does: 'Mirror top and bottom', command: { kind: 'mirror', axis: 'vertical' } },
  { key: 'f', part: 'View', does: 'Fit', command: { kind: 'fit' } },
  { key: '=', part: 'View', does: 'One to one', command: { kind: 'one-to-one' } },
  { key: 'o', part: 'View', does: 'Texts: all, patient, name', command: { kind: 'overlays' } },
  { key: 'x', part: 'View', does: 'Reset', command: { kind: 'reset' } },
  { key: '0', part: 'Window', does: 'Window of the image', command: { kind: 'window-of-image' } },
  ...ctWindowPresets.map(({ key, name, width, center }) => ({
    key,
    part: 'Window' as const,
    does: `CT ${name.toLowerCase()}, W ${width} L ${center}`,
    command: { kind: 'preset' as const, key },
  })),
  { key: 'q', modifier: 'ctrl', part: 'Quality', does: 'Quality panel', command: { kind: 'quality-panel' } },
  { key: 'g', part: 'Quality', does: 'Next finding', command: { kind: 'finding', by: 1 } },
  {
    key: 'g',
    modifier: 'shift',
    part: 'Quality',
    does: 'Finding before',
    command: { kind: 'finding', by: -1 },
  },
  { key: 'j', part: 'Quality', does: 'Agree with the finding', command: { kind: 'agree' } },
  {
    key: 'j',
    modifier: 'shift',
    part: 'Quality',
    does: 'Overrule it, then 1 to 4 for the reason',
    command: { kind: 'overrule' },
  },
  { key: 'b', modifier: 'ctrl', part: 'Quality', does: 'Ask for a repeat', command: { kind: 'ask-repeat' } },
  {
    key: '1',
    modifier: 'ctrl',
    part: 'Study',
    does: 'Unread',
    command: { kind: 'status', status: 'complete' },
  },
  {
    key: '2',
    modifier: 'ctrl',
    part: 'Study',
    does: 'Reading',
    command: { kind: 'status', status: 'reading' },
  },
  { key: '4', modifier: 'ctrl', part: 'Study', does: 'Final', command: { kind: 'status', status: 'final' } },
  { key: 'w', modifier: 'ctrl', part: 'Study', does: 'Close', command: { kind: 'close' } },
  { key: '?', part: 'Study', does: 'These keys', command: { kind: 'keys' } },
];

export interface PressedKey {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

/** Keys that are typed with Shift on some keyboards and without on others. */
const SIGNS = new Set('= ? 0 1 2 3 4 5 6 7 8 9'.split(' '));

export function commandOfKey(pressed: PressedKey): ViewerCommand | null {
  if (pressed.altKey) return null;
  const key = pressed.key.toLowerCase();
  const isCtrl = pressed.ctrlKey || pressed.metaKey;
  const modifier = isCtrl ? 'ctrl' : pressed.shiftKey && !SIGNS.has(key) ? 'shift' : undefined;
  return viewerKeys.find((binding) => binding.key === key && binding.modifier === modifier)?.command ?? null;
}

/** As it stands on the key: `Shift ↓`, `PgDn`, `W`. */
export function keyCapText({ key, modifier }: Pick<KeyBinding, 'key' | 'modifier'>): string {
  const named: Readonly<Record<string, string>> = {
    arrowdown: '↓',
    arrowup: '↑',
    home: 'Home',
    end: 'End',
    pagedown: 'PgDn',
    pageup: 'PgUp',
  };
  const cap = named[key] ?? key.toUpperCase();
  return modifier === 'shift' ? `Shift ${cap}` : modifier === 'ctrl' ? `Ctrl ${cap}` : cap;
}

/** Letters must reach a text field; a dialog in front has its own keys. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('[role="dialog"], [role="menu"]')) return true;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}
