import { useRef, type ReactNode, type RefObject } from 'react';
import type { StudyRow } from '../../../preload/contract/study.ts';
import { useNow } from '../../ui/use-now.ts';
import { framesPerSecond } from '../../viewer/cine/cine-timing.ts';
import type { CineState } from '../../viewer/cine/cine-player.ts';
import type { StackEngine, StackState } from '../../viewer/engine/stack-engine.ts';
import { StackScrollBar, type StackTick } from './StackScrollBar.tsx';
import type { ImageStack, StripEntry } from './stacks.ts';
import { FailureMessage, ObjectMessage, WaitingMessage } from './TileMessage.tsx';
import { TileTexts, type OverlayMode } from './TileTexts.tsx';
import { useTilePointer } from './use-tile-pointer.ts';
import type { DragTool } from './viewer-commands.ts';
import { displayName } from './study-text.ts';
import './stack-tile.css';

export interface StackTileProps {
  readonly study: StudyRow;
  readonly entry: StripEntry;
  readonly state: StackState;
  readonly engineRef: RefObject<StackEngine | null>;
  readonly attach: (host: HTMLElement | null) => (() => void) | undefined;
  readonly tool: DragTool;
  readonly overlays: OverlayMode;
  readonly cine: CineState;
  readonly onShow: (index: number) => void;
  /** Images of the stack with findings, as places from 0: ticks beside the scroll bar. */
  readonly ticks: readonly StackTick[];
  /** Evidence of the quality check, drawn over the picture. */
  readonly evidence: ReactNode;
}

/** One stack on true black. The data attributes say what is on the canvas, for tests. */
export function StackTile(props: StackTileProps) {
  const { study, entry, state, engineRef, attach, tool, overlays, cine, onShow, ticks, evidence } = props;
  const now = new Date(useNow('minute'));
  const tileRef = useRef<HTMLDivElement>(null);
  useTilePointer({ tileRef, engineRef, tool, onScrollBy: (by) => onShow(state.index + by) });
  const isStack = entry.kind === 'stack';
  const isPictureShown = isStack && state.phase !== 'failed' && state.shown !== null;
  return (
    <div
      ref={tileRef}
      id="viewer-tile"
      className={`stack-tile stack-tile--${tool}`}
      role="group"
      tabIndex={-1}
      aria-label={tileLabel(study, entry, state)}
      {...tileData(entry, state)}
    >
      <div ref={attach} className="stack-tile__canvas" hidden={!isPictureShown} />
      {isPictureShown && overlays !== 'name' && evidence}
      <TileTexts
        study={study}
        series={entry.series}
        state={isStack ? state : withoutPicture(state)}
        mode={overlays}
        now={now}
      />
      {isStack ? (
        <StackMessages stack={entry} {...{ study, state, engineRef, onShow }} />
      ) : (
        <ObjectMessage name={entry.name} instanceCount={entry.instanceCount} source={study.sourceAeTitle} />
      )}
      {isStack && (
        <StackScrollBar index={state.index} count={state.frameCount} ticks={ticks} onShow={onShow} />
      )}
      <CineNote cine={cine} />
    </div>
  );
}

interface StackMessagesProps extends Pick<StackTileProps, 'study' | 'state' | 'engineRef' | 'onShow'> {
  readonly stack: ImageStack;
}

/** A wait that lasts, or what went wrong. */
function StackMessages({ stack, study, state, engineRef, onShow }: StackMessagesProps) {
  const { index, phase, failure, frameCount } = state;
  const imageName = `${stack.isMultiFrame ? 'Frame' : 'Image'} ${index + 1}`;
  const retry = () => engineRef.current?.retry();
  if (phase === 'waiting') {
    return <WaitingMessage key={`${stack.key} ${index}`} imageName={imageName} onRetry={retry} />;
  }
  if (phase !== 'failed' || !failure) return null;
  return (
    <FailureMessage
      failure={failure}
      imageName={imageName}
      source={study.sourceAeTitle}
      onRetry={retry}
      onNext={index + 1 < frameCount ? () => onShow(index + 1) : undefined}
    />
  );
}

function CineNote({ cine }: { readonly cine: CineState }) {
  if (cine.phase === 'off') return null;
  if (cine.phase === 'playing') {
    const rate = framesPerSecond(cine.plan);
    const isOwnRate = cine.plan.source !== 'default';
    return (
      <div className="cine-note">
        {rate.toLocaleString('en', { maximumFractionDigits: 1 })} frames/s
        {isOwnRate ? '' : ', no rate in the images'}
      </div>
    );
  }
  const share = cine.wantedCount === 0 ? 0 : cine.loadedCount / cine.wantedCount;
  return (
    <div className="cine-note" role="status">
      Loading {cine.loadedCount} of {cine.wantedCount}
      <div className="cine-note__bar">
        <div className="cine-note__done" style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  );
}

function tileLabel(study: StudyRow, entry: StripEntry, state: StackState): string {
  const what =
    entry.kind === 'stack' ? `image ${state.index + 1} of ${state.frameCount}` : entry.name.toLowerCase();
  return `${displayName(study.patientName)}, ${what}`;
}

function tileData(entry: StripEntry, { phase, shown, window, view, paintCount }: StackState) {
  return {
    'data-state': entry.kind === 'object' ? 'object' : phase === 'waiting' ? 'loading' : phase,
    'data-image-index': shown?.index ?? '',
    'data-sop-instance-uid': shown?.frame.sopInstanceUid ?? '',
    'data-window-center': window?.center ?? '',
    'data-window-width': window?.width ?? '',
    'data-zoom': view.scale,
    'data-rendered-count': paintCount,
  };
}

/** An object without a picture stands over a tile that may still hold the picture of the series before. */
function withoutPicture(state: StackState): StackState {
  return { ...state, shown: null, window: null };
}
