import { memo } from 'react';
import type { SeriesRow, StudyRow } from '../../../preload/contract/study.ts';
import type { StackState } from '../../viewer/engine/stack-engine.ts';
import { orientationLetters } from '../../viewer/view/orientation-letters.ts';
import { dateText, displayName } from './study-text.ts';
import { positionLine, safetyBadges, studyLines, windowLines, type CornerLines } from './tile-text.ts';

/** `O` steps through these. The name stays in all three. */
export const overlayModes = ['all', 'patient', 'name'] as const;
export type OverlayMode = (typeof overlayModes)[number];

export interface TileTextsProps {
  readonly study: StudyRow;
  readonly series: SeriesRow;
  readonly state: StackState;
  readonly mode: OverlayMode;
  readonly now: Date;
}

/** Everything that is written on the picture. */
export const TileTexts = memo(function TileTexts({ study, series, state, mode, now }: TileTextsProps) {
  const { shown } = state;
  const isAll = mode === 'all';
  const letters =
    shown && mode !== 'name' ? orientationLetters(shown.description.geometry, state.view) : null;
  return (
    <div className="tile-texts">
      <div className="tile-corner tile-corner--upper-left">
        <div>
          <bdi className="tile-corner__strong">{displayName(study.patientName)}</bdi>
          {mode !== 'name' && <bdi className="tile-corner__after">{study.patientId || 'No ID'}</bdi>}
        </div>
        {mode !== 'name' && (
          <div className="tile-corner__dim">
            {[dateText(study.patientBirthDate), study.patientSex].filter((part) => part !== '').join(' ')}
          </div>
        )}
        {shown &&
          safetyBadges(shown).map((badge) => (
            <span key={badge} className="tile-badge">
              {badge}
            </span>
          ))}
      </div>
      {isAll && <Corner place="upper-right" lines={studyLines(study, series, shown, now)} />}
      {isAll && <Corner place="lower-left" lines={windowLines(state)} />}
      {isAll && shown && (
        <div className="tile-corner tile-corner--lower-right">
          <div>
            <b className="tile-corner__strong">{shown.index + 1}</b> / {state.frameCount}
          </div>
          <div className="tile-corner__dim">{positionLine(shown)}</div>
        </div>
      )}
      {letters &&
        (['top', 'right', 'bottom', 'left'] as const).map((edge) => (
          <span key={edge} className={`tile-letter tile-letter--${edge}`} data-edge={edge}>
            {letters[edge]}
          </span>
        ))}
    </div>
  );
});

function Corner({ place, lines }: { readonly place: string; readonly lines: CornerLines }) {
  return (
    <div className={`tile-corner tile-corner--${place}`}>
      {lines.map((line, index) => (
        <div key={index} className={index === 0 ? undefined : 'tile-corner__dim'}>
          <bdi>{line}</bdi>
        </div>
      ))}
    </div>
  );
}
