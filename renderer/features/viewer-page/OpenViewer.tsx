import { useCallback, useMemo, useRef, useState, type ComponentType } from 'react';
import { overruleReasons } from '../../quality/overrule-reasons.ts';
import type { QualityPanelProps } from '../../quality/quality-panel-props.ts';
import { KeySheet } from '../../ui/KeySheet.tsx';
import { useMediaQuery } from '../../ui/use-media-query.ts';
import type { Toast } from '../../ui/toast-store.ts';
import { useWindowKeys } from '../../ui/use-window-keys.ts';
import type { CreateStackEngine } from '../../viewer/engine/stack-engine.ts';
import { mirrorsOnScreen } from '../../viewer/view/view-transform.ts';
import { ctWindowPresets } from '../../viewer/voi/window-presets.ts';
import { keySheetParts } from './key-sheet-parts.ts';
import { PatientBar } from './PatientBar.tsx';
import { SeriesStrip } from './SeriesStrip.tsx';
import { StackTile } from './StackTile.tsx';
import { TileEvidence } from './TileEvidence.tsx';
import { toStripEntries, type StripEntry } from './stacks.ts';
import { windowName } from './tile-text.ts';
import { overlayModes, type OverlayMode } from './TileTexts.tsx';
import { ToolBar } from './ToolBar.tsx';
import { useCine } from './use-cine.ts';
import type { OpenStudy } from './use-open-study.ts';
import { useReadingStatus } from './use-reading-status.ts';
import { useViewerQuality } from './use-viewer-quality.ts';
import { useStackEngine } from './use-stack-engine.ts';
import type { ViewerApi } from './viewer-api.ts';
import {
  commandOfKey,
  isTyping,
  runCommand,
  type CommandHandlers,
  type DragTool,
  type ViewerCommand,
} from './viewer-commands.ts';
import './viewer-page.css';

export interface OpenViewerProps {
  readonly api: ViewerApi;
  readonly open: OpenStudy;
  readonly isActive: boolean;
  readonly createEngine: CreateStackEngine;
  readonly QualityPanel: ComponentType<QualityPanelProps>;
  readonly onSay: (toast: Omit<Toast, 'id'>) => void;
  readonly onStudy: (study: OpenStudy['study']) => void;
  readonly onClose: () => void;
}

/** The page of a study that is open. */
export function OpenViewer(props: OpenViewerProps) {
  const { api, open, isActive, createEngine, QualityPanel, onSay, onStudy, onClose } = props;
  const { study, series } = open;
  const { studyInstanceUid } = study;
  const entries = useMemo(() => toStripEntries(studyInstanceUid, series), [studyInstanceUid, series]);
  const [chosenKey, setChosenKey] = useState<string | null>(null);
  const active = chooseEntry(entries, chosenKey);
  const stack = active?.kind === 'stack' ? active : null;
  const [tool, setTool] = useState<DragTool>('window');
  const [overlays, setOverlays] = useState<OverlayMode>('all');
  const [areKeysShown, setAreKeysShown] = useState(false);
  const reading = useReadingStatus(api, study, onStudy);

  /** Where each series was left. */
  const indexes = useRef(new Map<string, number>());
  const indexOf = useCallback((key: string) => indexes.current.get(key) ?? 0, []);
  const { engineRef, state, attach } = useStackEngine(createEngine, stack, indexOf);
  const cine = useCine(engineRef, stack?.key ?? null, isActive);

  const show = (index: number) => {
    cine.stop();
    engineRef.current?.show(index);
  };
  const chooseSeries = useCallback(
    (key: string) => {
      if (stack) indexes.current.set(stack.key, engineRef.current?.state.index ?? 0);
      setChosenKey(key);
    },
    [stack, engineRef],
  );
  const showImage = (sopInstanceUid: string, frameNumber: number) => {
    const found = findFrame(entries, sopInstanceUid, frameNumber);
    if (!found) return;
    if (found.key === stack?.key) {
      show(found.index);
      return;
    }
    chooseSeries(found.key);
    indexes.current.set(found.key, found.index);
  };
  const quality = useViewerQuality({
    api,
    studyInstanceUid,
    stack,
    shownSopInstanceUid: stack ? (state.shown?.frame.sopInstanceUid ?? null) : null,
    onShowImage: showImage,
    onSay,
  });
  const [isPanelShown, showPanel] = usePanelShown();
  const togglePanel = () => showPanel(!isPanelShown);

  const handlers: CommandHandlers = {
    tool: (command) => setTool(command.tool),
    step: ({ by }) => show(state.index + by),
    edge: ({ edge }) => show(edge === 'first' ? 0 : state.frameCount - 1),
    series: ({ by }) => {
      const next = entries[entries.findIndex((entry) => entry.key === active?.key) + by];
      if (next) chooseSeries(next.key);
    },
    preset: ({ key }) => {
      const preset = ctWindowPresets.find((each) => each.key === key);
      if (preset && state.shown?.description.modality === 'CT') engineRef.current?.setWindow(preset);
    },
    mirror: ({ axis }) => engineRef.current?.mirror(axis),
    finding: ({ by }) => quality.step(by),
    'quality-panel': togglePanel,
    agree: quality.agree,
    overrule: () => {
      showPanel(true);
      quality.startOverruling();
    },
    'ask-repeat': () => quality.askRepeat?.(),
    status: ({ status }) => void reading.set(status),
    'window-of-image': () => engineRef.current?.useWindowOfImage(),
    invert: () => engineRef.current?.invert(),
    turn: () => engineRef.current?.turnRight(),
    fit: () => engineRef.current?.fit(),
    'one-to-one': () => engineRef.current?.oneToOne(),
    reset: () => engineRef.current?.reset(),
    cine: () => cine.toggle(),
    overlays: () => setOverlays(nextOverlayMode),
    keys: () => setAreKeysShown(true),
    close: onClose,
  };
  const run = (command: ViewerCommand) => runCommand(handlers, command);

  useWindowKeys((event) => {
    if (!isActive || event.defaultPrevented || isTyping(event.target)) return;
    if (quality.isOverruling && answerOverruling(quality, event.key)) {
      event.preventDefault();
      return;
    }
    const command = commandOfKey(event);
    if (!command) return;
    event.preventDefault();
    run(command);
  });

  return (
    <div className="viewer-page">
      <PatientBar
        study={study}
        onSetStatus={(status) => void reading.set(status)}
        statusProblem={reading.problem}
        isSettingStatus={reading.isBusy}
        onAskRepeat={quality.askRepeat}
      />
      <ToolBar
        tool={tool}
        isInverted={state.isInverted}
        mirrors={mirrorsOnScreen(state.view)}
        isFitted={state.shown !== null && state.isFitted}
        isOneToOne={state.shown !== null && state.view.scale === 1}
        areTextsReduced={overlays !== 'all'}
        isCineOn={cine.state.phase !== 'off'}
        windowName={windowName(state)}
        canPlay={state.frameCount > 1}
        isPanelShown={isPanelShown}
        onCommand={run}
      />
      <div className="viewer-page__main">
        <SeriesStrip
          studyInstanceUid={studyInstanceUid}
          entries={entries}
          activeKey={active?.key ?? null}
          onShow={chooseSeries}
        />
        {active ? (
          <StackTile
            study={study}
            entry={active}
            state={state}
            engineRef={engineRef}
            attach={attach}
            tool={tool}
            overlays={overlays}
            cine={cine.state}
            onShow={show}
            ticks={quality.ticks}
            evidence={<TileEvidence instance={quality.shown} state={state} />}
          />
        ) : (
          <div className="viewer-page__nothing">
            No image of this study is here yet. It appears by itself.
          </div>
        )}
        {isPanelShown && (
          <QualityPanel
            {...quality.panel}
            areMarksShown={overlays !== 'name'}
            onToggleMarks={() => setOverlays((mode) => (mode === 'name' ? 'all' : 'name'))}
            onClose={togglePanel}
          />
        )}
      </div>
      <KeySheet
        isOpen={areKeysShown}
        onClose={() => setAreKeysShown(false)}
        title="Keys of the viewer"
        parts={keySheetParts}
      />
    </div>
  );
}

/** The first series with pictures, until a person chooses. */
function chooseEntry(entries: readonly StripEntry[], chosenKey: string | null): StripEntry | undefined {
  return (
    entries.find((entry) => entry.key === chosenKey) ??
    entries.find((entry) => entry.kind === 'stack') ??
    entries[0]
  );
}

function nextOverlayMode(mode: OverlayMode): OverlayMode {
  return overlayModes[(overlayModes.indexOf(mode) + 1) % overlayModes.length] ?? 'all';
}

/** Beside the picture where there is room, until a person says otherwise. */
function usePanelShown(): readonly [boolean, (isShown: boolean) => void] {
  const isNarrow = useMediaQuery('(max-width: 1199px)');
  const [isWanted, want] = useState<boolean | null>(null);
  return [isWanted ?? !isNarrow, want];
}

/** @returns whether the key was an answer: a digit for a reason, or Esc */
function answerOverruling(quality: ReturnType<typeof useViewerQuality>, key: string): boolean {
  const answer = overruleReasons.find(({ digit }) => digit === key);
  if (answer) quality.overrule(answer.reason);
  else if (key === 'Escape') quality.leaveOverruling();
  else return false;
  return true;
}

function findFrame(entries: readonly StripEntry[], sopInstanceUid: string, frameNumber: number) {
  for (const entry of entries) {
    if (entry.kind !== 'stack') continue;
    const index = entry.frames.findIndex(
      (frame) => frame.sopInstanceUid === sopInstanceUid && frame.frameNumber === frameNumber,
    );
    if (index >= 0) return { key: entry.key, index };
  }
  return null;
}
