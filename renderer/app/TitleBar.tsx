import {
  CalendarClock,
  ChartColumn,
  Image,
  List,
  Plug,
  Stethoscope,
  TextSearch,
  X,
  type LucideIcon,
} from 'lucide-react';
import type { KeyboardEvent } from 'react';
import type { BuckyBridge } from '../../preload/contract/transport.ts';
import { classNames } from '../ui/class-names.ts';
import { Icon } from '../ui/Icon.tsx';
import { BuckyMark } from './BuckyMark.tsx';
import { FIXED_PAGES, type FixedPage, type Tabs } from './tabs.ts';
import { WindowButtons } from './WindowButtons.tsx';
import './title-bar.css';

export interface TitleBarProps {
  readonly tabs: Tabs;
  readonly onShow: (studyInstanceUid: string | null) => void;
  readonly onClose: (studyInstanceUid: string) => void;
  /** Null in a browser, which has a frame of its own. */
  readonly bridge: BuckyBridge | null;
  /** What waits on a fixed page for somebody. */
  readonly waiting?: Partial<Readonly<Record<FixedPage, number>>>;
}

const fixedTabs: Readonly<Record<FixedPage, { readonly title: string; readonly icon: LucideIcon }>> = {
  rooms: { title: 'Rooms', icon: Stethoscope },
  ledger: { title: 'Quality', icon: ChartColumn },
  scheduled: { title: 'Scheduled', icon: CalendarClock },
  others: { title: 'Ask others', icon: TextSearch },
  network: { title: 'Callers and devices', icon: Plug },
};

/** Mark, tabs and window buttons. The rest of the bar moves the window. */
export function TitleBar({ tabs, onShow, onClose, bridge, waiting = {} }: TitleBarProps) {
  const hasOwnButtons = bridge !== null && bridge.platform !== 'darwin';
  return (
    <header className={classNames('title-bar', bridge?.platform === 'darwin' && 'title-bar--mac')}>
      <div className="title-bar__brand">
        <BuckyMark />
        Bucky
      </div>
      <div className="title-bar__tabs" role="tablist" aria-label="Open pages" onKeyDown={moveFocus}>
        <Tab
          id="tab-worklist"
          isActive={tabs.active === null}
          icon={List}
          title="Worklist"
          onShow={() => {
            onShow(null);
          }}
        />
        {FIXED_PAGES.map((page) => (
          <Tab
            key={page}
            id={`tab-${page}`}
            isActive={tabs.active === page}
            icon={fixedTabs[page].icon}
            title={fixedTabs[page].title}
            waitingCount={waiting[page]}
            onShow={() => {
              onShow(page);
            }}
          />
        ))}
        {tabs.studies.map(({ studyInstanceUid, title }) => (
          <Tab
            key={studyInstanceUid}
            id={`tab-${studyInstanceUid}`}
            isActive={tabs.active === studyInstanceUid}
            icon={Image}
            title={title}
            onShow={() => {
              onShow(studyInstanceUid);
            }}
            onClose={() => {
              onClose(studyInstanceUid);
            }}
          />
        ))}
      </div>
      {hasOwnButtons && <WindowButtons bridge={bridge} />}
    </header>
  );
}

interface TabProps {
  readonly id: string;
  readonly isActive: boolean;
  readonly icon: LucideIcon;
  readonly title: string;
  readonly waitingCount?: number | undefined;
  readonly onShow: () => void;
  readonly onClose?: () => void;
}

function Tab({ id, isActive, icon, title, waitingCount = 0, onShow, onClose }: TabProps) {
  return (
    <div className={classNames('tab', isActive && 'tab--active')} role="presentation">
      <button
        type="button"
        id={id}
        className="tab__name"
        role="tab"
        aria-selected={isActive}
        tabIndex={isActive ? 0 : -1}
        onClick={onShow}
        onAuxClick={(event) => {
          if (event.button === 1) onClose?.();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Delete') onClose?.();
        }}
      >
        <Icon of={icon} size="small" />
        <bdi className="u-ellipsis">{title}</bdi>
        {waitingCount > 0 && (
          <span className="tab__waiting">
            {waitingCount}
            <span className="u-hidden-visually"> waiting</span>
          </span>
        )}
      </button>
      {onClose && (
        <button
          type="button"
          className="tab__close"
          aria-label={`Close ${title}`}
          tabIndex={-1}
          onClick={onClose}
        >
          <Icon of={X} size="small" />
        </button>
      )}
    </div>
  );
}

/** Arrow keys walk over the tabs and show them; Tab leaves the bar. */
function moveFocus(event: KeyboardEvent<HTMLDivElement>): void {
  const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (by === 0) return;
  const tabs = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('[role=tab]')];
  const here = tabs.findIndex((tab) => tab === document.activeElement);
  const next = tabs[(here + by + tabs.length) % tabs.length];
  next?.focus();
  next?.click();
  event.preventDefault();
}
