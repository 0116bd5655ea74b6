import {
  Contrast,
  FlipHorizontal2,
  FlipVertical2,
  Hand,
  Keyboard,
  Layers,
  Maximize,
  Pause,
  Play,
  RotateCcw,
  RotateCw,
  Scan,
  ShieldAlert,
  Sun,
  Type,
  ZoomIn,
  type LucideIcon,
} from 'lucide-react';
import { memo } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Tooltip } from '../../ui/Tooltip.tsx';
import type { DragTool, ViewerCommand } from './viewer-commands.ts';

export interface ToolBarProps {
  readonly tool: DragTool;
  readonly isInverted: boolean;
  readonly mirrors: { readonly horizontal: boolean; readonly vertical: boolean };
  readonly isFitted: boolean;
  readonly isOneToOne: boolean;
  readonly areTextsReduced: boolean;
  readonly isCineOn: boolean;
  /** Null where no window applies: colour images, nothing shown. */
  readonly windowName: string | null;
  readonly canPlay: boolean;
  readonly isPanelShown: boolean;
  readonly onCommand: (command: ViewerCommand) => void;
}

interface Entry {
  readonly icon: LucideIcon;
  readonly label: string;
  readonly keyCap: string;
  readonly command: ViewerCommand;
  readonly isOn?: boolean;
  /** A tool is one of several; a toggle is on or off; an action is neither. */
  readonly kind: 'tool' | 'toggle' | 'action';
}

/** Icons over their keys. The accent underline marks the tool on the left mouse button, and toggles that are on. */
export const ToolBar = memo(function ToolBar(props: ToolBarProps) {
  const { onCommand, windowName } = props;
  const groups = toolGroups(props);
  return (
    <div className="tool-bar" role="toolbar" aria-label="Tools of the viewer">
      {groups.map((entries, index) => (
        <div key={index} className="tool-bar__group" role="group">
          {entries.map((entry) => (
            <ToolButton key={entry.label} entry={entry} onCommand={onCommand} />
          ))}
        </div>
      ))}
      {windowName !== null && (
        <Tooltip text="Back to the window of the image" keyCap="0">
          <button
            type="button"
            className="tool-bar__window"
            onClick={() => {
              onCommand({ kind: 'window-of-image' });
            }}
          >
            {windowName}
            <kbd className="key-cap">0</kbd>
          </button>
        </Tooltip>
      )}
      <div className="tool-bar__end">
        <ToolButton
          entry={{
            icon: ShieldAlert,
            label: 'Quality panel',
            keyCap: 'Ctrl Q',
            command: { kind: 'quality-panel' },
            isOn: props.isPanelShown,
            kind: 'toggle',
          }}
          onCommand={onCommand}
        />
        <ToolButton
          entry={{ icon: Keyboard, label: 'Keys', keyCap: '?', command: { kind: 'keys' }, kind: 'action' }}
          onCommand={onCommand}
        />
      </div>
    </div>
  );
});

function toolGroups(props: ToolBarProps): readonly (readonly Entry[])[] {
  const tool = (name: DragTool, icon: LucideIcon, label: string, keyCap: string): Entry => ({
    icon,
    label,
    keyCap,
    command: { kind: 'tool', tool: name },
    isOn: props.tool === name,
    kind: 'tool',
  });
  const { mirrors } = props;
  return [
    [
      tool('window', Sun, 'Window', 'W'),
      tool('pan', Hand, 'Pan', 'P'),
      tool('zoom', ZoomIn, 'Zoom', 'Z'),
      tool('scroll', Layers, 'Scroll', 'S'),
    ],
    [
      {
        icon: Contrast,
        label: 'Invert',
        keyCap: 'I',
        command: { kind: 'invert' },
        isOn: props.isInverted,
        kind: 'toggle',
      },
      { icon: RotateCw, label: 'Rotate right', keyCap: 'R', command: { kind: 'turn' }, kind: 'action' },
      {
        icon: FlipHorizontal2,
        label: 'Mirror left and right',
        keyCap: 'H',
        command: { kind: 'mirror', axis: 'horizontal' },
        isOn: mirrors.horizontal,
        kind: 'toggle',
      },
      {
        icon: FlipVertical2,
        label: 'Mirror top and bottom',
        keyCap: 'V',
        command: { kind: 'mirror', axis: 'vertical' },
        isOn: mirrors.vertical,
        kind: 'toggle',
      },
      {
        icon: Maximize,
        label: 'Fit',
        keyCap: 'F',
        command: { kind: 'fit' },
        isOn: props.isFitted,
        kind: 'toggle',
      },
      {
        icon: Scan,
        label: 'One to one',
        keyCap: '=',
        command: { kind: 'one-to-one' },
        isOn: props.isOneToOne,
        kind: 'toggle',
      },
    ],
    [
      {
        icon: Type,
        label: 'Texts',
        keyCap: 'O',
        command: { kind: 'overlays' },
        isOn: !props.areTextsReduced,
        kind: 'toggle',
      },
      ...(props.canPlay
        ? [
            {
              icon: props.isCineOn ? Pause : Play,
              label: props.isCineOn ? 'Stop' : 'Play',
              keyCap: 'C',
              command: { kind: 'cine' },
              isOn: props.isCineOn,
              kind: 'toggle',
            } satisfies Entry,
          ]
        : []),
      { icon: RotateCcw, label: 'Reset', keyCap: 'X', command: { kind: 'reset' }, kind: 'action' },
    ],
  ];
}

function ToolButton({
  entry,
  onCommand,
}: {
  readonly entry: Entry;
  readonly onCommand: ToolBarProps['onCommand'];
}) {
  const { icon, label, keyCap, command, isOn = false, kind } = entry;
  return (
    <Tooltip text={label} keyCap={keyCap}>
      <button
        type="button"
        className={classNames('tool-button', isOn && 'tool-button--on')}
        aria-label={label}
        aria-keyshortcuts={keyCap}
        {...(kind === 'action' ? {} : { 'aria-pressed': isOn })}
        onClick={() => {
          onCommand(command);
        }}
      >
        <Icon of={icon} />
        <span className="tool-button__key" aria-hidden>
          {keyCap}
        </span>
      </button>
    </Tooltip>
  );
}
