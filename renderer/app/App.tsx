import { Suspense, useEffect, useReducer, useState, type ReactNode } from 'react';
import type { StudyRow } from '../../preload/contract/study.ts';
import type { BuckyBridge } from '../../preload/contract/transport.ts';
import type { ApiClient } from '../client/api-client.ts';
import type { StationStore } from '../client/station-store.ts';
import { useObservable } from '../client/use-observable.ts';
import { AskOthersPage } from '../features/ask-others/AskOthersPage.tsx';
import { NetworkPage } from '../features/network/NetworkPage.tsx';
import { ProceduresPage } from '../features/procedures/ProceduresPage.tsx';
import { QualityPanel } from '../features/quality-panel/QualityPanel.tsx';
import { QualityLedgerPage } from '../features/quality-ledger/QualityLedgerPage.tsx';
import { LineNotice } from '../features/station/LineNotice.tsx';
import { StationNotices } from '../features/station/StationNotices.tsx';
import { StationStatusBar } from '../features/station/StationStatusBar.tsx';
import { TechnologistDesk } from '../features/technologist-desk/TechnologistDesk.tsx';
import { studyTitle } from '../features/worklist/study-title.ts';
import { WorklistPage } from '../features/worklist/WorklistPage.tsx';
import { LoadingFrame } from '../ui/LoadingFrame.tsx';
import { Toasts } from '../ui/Toasts.tsx';
import type { ToastStore } from '../ui/toast-store.ts';
import { useWindowKeys } from '../ui/use-window-keys.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { changeTabs, isFixedPage, noTabs } from './tabs.ts';
import { TitleBar } from './TitleBar.tsx';
import { ViewerSlot } from './ViewerSlot.tsx';
import { warmUpWhenIdle } from './warm-up.ts';
import './app.css';

export interface AppProps {
  readonly api: ApiClient;
  readonly station: StationStore;
  readonly toasts: ToastStore;
  readonly bridge?: BuckyBridge | undefined;
  /** Shows the room view; an empty name asks which room. */
  readonly onRoomView: (room: string) => void;
}

/** `Alt` and this digit. */
const deskKeys: Readonly<Record<string, string | null>> = { '1': null, '2': 'rooms', '3': 'ledger' };

export function App({ api, station, toasts, bridge, onRoomView }: AppProps) {
  const [tabs, change] = useReducer(changeTabs, noTabs);
  const [areKeysShown, showKeys] = useState(false);
  const [waitingCallers, setWaitingCallers] = useState(0);
  const { info } = useObservable(station.state);
  const line = useObservable(api.lineState);

  useEffect(warmUpWhenIdle, []);
  useWindowKeys((event) => {
    if (event.ctrlKey && event.key === 'Tab') {
      change({ type: 'step', by: event.shiftKey ? -1 : 1 });
      event.preventDefault();
    }
    const desk = event.altKey && !event.ctrlKey ? deskKeys[event.key] : undefined;
    if (desk !== undefined) {
      change({ type: 'show', active: desk });
      event.preventDefault();
    }
  });

  return (
    <>
      <TitleBar
        tabs={tabs}
        bridge={bridge ?? null}
        waiting={{ network: waitingCallers }}
        onShow={(active) => {
          change({ type: 'show', active });
        }}
        onClose={(studyInstanceUid) => {
          change({ type: 'close', studyInstanceUid });
        }}
      />
      <LineNotice line={line} isDesktop={bridge !== undefined} />
      <Page tab="worklist" isActive={tabs.active === null} place="The worklist">
        <WorklistPage
          api={api}
          station={info}
          line={line}
          isActive={tabs.active === null}
          areKeysShown={areKeysShown}
          onShowKeys={showKeys}
          onSay={toasts.show}
          notices={<StationNotices api={api} notices={info?.notices ?? []} />}
          onOpen={(study: StudyRow) => {
            change({
              type: 'open',
              tab: { studyInstanceUid: study.studyInstanceUid, title: studyTitle(study) },
            });
          }}
        />
      </Page>
      <Page tab="rooms" isActive={tabs.active === 'rooms'} place="The technologist desk">
        <TechnologistDesk
          api={api}
          isActive={tabs.active === 'rooms'}
          areKeysShown={areKeysShown}
          onShowKeys={showKeys}
          onSay={toasts.show}
          onRoomView={onRoomView}
          onOpenStudy={(tab) => {
            change({ type: 'open', tab });
          }}
        />
      </Page>
      <Page tab="ledger" isActive={tabs.active === 'ledger'} place="The quality ledger">
        <QualityLedgerPage
          api={api}
          isActive={tabs.active === 'ledger'}
          areKeysShown={areKeysShown}
          onShowKeys={showKeys}
        />
      </Page>
      <Page tab="scheduled" isActive={tabs.active === 'scheduled'} place="The list of scheduled steps">
        <ProceduresPage
          api={api}
          station={info}
          isActive={tabs.active === 'scheduled'}
          areKeysShown={areKeysShown}
          onShowKeys={showKeys}
          onSay={toasts.show}
          onOpenStudy={(tab) => {
            change({ type: 'open', tab });
          }}
        />
      </Page>
      <Page tab="others" isActive={tabs.active === 'others'} place="The page that asks others">
        <AskOthersPage
          api={api}
          isActive={tabs.active === 'others'}
          areKeysShown={areKeysShown}
          onShowKeys={showKeys}
          onSay={toasts.show}
          onOpenStudy={(tab) => {
            change({ type: 'open', tab });
          }}
          onShowDevices={() => {
            change({ type: 'show', active: 'network' });
          }}
        />
      </Page>
      <Page tab="network" isActive={tabs.active === 'network'} place="The page of callers and devices">
        <NetworkPage
          api={api}
          station={info}
          isActive={tabs.active === 'network'}
          areKeysShown={areKeysShown}
          onShowKeys={showKeys}
          onSay={toasts.show}
          onWaitingCount={setWaitingCallers}
        />
      </Page>
      {tabs.studies.map(({ studyInstanceUid }) => {
        const isActive = tabs.active === studyInstanceUid;
        const close = () => {
          change({ type: 'close', studyInstanceUid });
        };
        return (
          <Page
            key={studyInstanceUid}
            tab={studyInstanceUid}
            isActive={isActive}
            place="The viewer"
            onClose={close}
          >
            <Suspense fallback={<LoadingFrame words="Starting the viewer" />}>
              <ViewerSlot
                api={api}
                studyInstanceUid={studyInstanceUid}
                isActive={isActive}
                QualityPanel={QualityPanel}
                onSay={toasts.show}
                onTitle={(title: string) => {
                  change({ type: 'rename', studyInstanceUid, title });
                }}
                onClose={close}
              />
            </Suspense>
          </Page>
        );
      })}
      <StationStatusBar
        station={info}
        line={line}
        onShowKeys={
          tabs.active === null || isFixedPage(tabs.active)
            ? () => {
                showKeys(true);
              }
            : undefined
        }
      />
      <Toasts store={toasts} />
    </>
  );
}

interface PageProps {
  readonly tab: string;
  readonly isActive: boolean;
  /** Where something broke, in words for a person. */
  readonly place: string;
  readonly onClose?: () => void;
  readonly children: ReactNode;
}

/** The panel of one tab. Behind another it stays as it is; when it breaks, the others go on. */
function Page({ tab, isActive, place, onClose, children }: PageProps) {
  return (
    <main className="app__page" role="tabpanel" aria-labelledby={`tab-${tab}`} hidden={!isActive}>
      <ErrorBoundary place={place} onClose={onClose}>
        {children}
      </ErrorBoundary>
    </main>
  );
}
