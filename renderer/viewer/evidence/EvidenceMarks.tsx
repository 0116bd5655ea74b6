import { Flag, type FlagLevel } from '../../ui/Flag.tsx';
import {
  boxOnScreen,
  bracketPath,
  directionOnScreen,
  wholeImage,
  withinTile,
  type FractionBox,
  type Placement,
  type ScreenBox,
} from './evidence-geometry.ts';
import './evidence.css';

export interface EvidenceMark {
  readonly key: string;
  readonly level: FlagLevel;
  /** Null: it shows everywhere, and the brackets stand around the picture. */
  readonly region: FractionBox | null;
  /** In the image: 0 to the right, 90 down. */
  readonly directionDegrees: number | null;
  /** `Motion 0.91, up and down`. */
  readonly words: string;
}

const INSET_PX = 5;
const PLATE_HEIGHT_PX = 22;
const PLATE_GAP_PX = 4;
/** About what the words take. */
const PLATE_WIDTH_PX = 170;
const ARROW_LENGTH_PX = 42;
const ARROW_SPACE_PX = 22;

/** Corner brackets, an arrow and a plate for each finding. Nothing is filled, nothing crosses the middle of the picture. */
export function EvidenceMarks({
  marks,
  placement,
}: {
  readonly marks: readonly EvidenceMark[];
  readonly placement: Placement;
}) {
  const { tile } = placement;
  const taken: ScreenBox[] = [];
  return (
    <div className="evidence">
      <svg className="evidence__drawing" width={tile.width} height={tile.height} aria-hidden>
        {marks.map((mark) => {
          const box = withinTile(boxOnScreen(mark.region ?? wholeImage, placement), tile, INSET_PX);
          return box && <Drawing key={mark.key} mark={mark} box={box} placement={placement} />;
        })}
      </svg>
      {marks.map((mark) => {
        const box = withinTile(boxOnScreen(mark.region ?? wholeImage, placement), tile, INSET_PX);
        if (!box) return null;
        const place = platePlace(box, placement, taken, mark.region === null);
        return (
          <span key={mark.key} className={`evidence__plate evidence--${mark.level}`} style={place}>
            <Flag level={mark.level} />
            <span>{mark.words}</span>
          </span>
        );
      })}
    </div>
  );
}

interface DrawingProps {
  readonly mark: EvidenceMark;
  readonly box: ScreenBox;
  readonly placement: Placement;
}

function Drawing({ mark, box, placement }: DrawingProps) {
  const brackets = bracketPath(box);
  const arrow =
    mark.directionDegrees === null
      ? null
      : arrowBeside(box, placement, directionOnScreen(mark.directionDegrees, placement));
  return (
    <g className={`evidence--${mark.level}`} fill="none" data-evidence={mark.key}>
      <path className="evidence__halo" d={brackets} />
      <path className="evidence__line" d={brackets} />
      {arrow && (
        <g transform={`translate(${arrow.x} ${arrow.y}) rotate(${arrow.degrees})`}>
          <path className="evidence__halo" d={ARROW} />
          <path className="evidence__line" d={ARROW} />
        </g>
      )}
    </g>
  );
}

/** Double-headed, lying to the right, around its middle: shaking goes both ways. */
const ARROW = `M${-ARROW_LENGTH_PX / 2} 0H${ARROW_LENGTH_PX / 2}M${-ARROW_LENGTH_PX / 2 + 8} -6l-8 6 8 6M${ARROW_LENGTH_PX / 2 - 8} -6l8 6-8 6`;

/** Beside the box, at its right where there is room, else at its left, else just inside its upper edge. */
function arrowBeside(box: ScreenBox, { tile }: Placement, degrees: number) {
  const reach = ARROW_SPACE_PX * (Math.abs(Math.sin((degrees * Math.PI) / 180)) > 0.7 ? 1 : 1.4);
  const middle = (box.top + box.bottom) / 2;
  if (box.right + reach * 2 < tile.width) return { x: box.right + reach, y: middle, degrees };
  if (box.left - reach * 2 > 0) return { x: box.left - reach, y: middle, degrees };
  return { x: box.right - ARROW_LENGTH_PX, y: box.top + ARROW_LENGTH_PX, degrees };
}

/** Below its brackets, in the middle when they stand around the picture; inside them where the tile ends. Plates do not cover each other. */
function platePlace(box: ScreenBox, { tile }: Placement, taken: ScreenBox[], isEverywhere: boolean) {
  const wanted = isEverywhere ? (box.left + box.right - PLATE_WIDTH_PX) / 2 : box.left;
  const left = Math.max(INSET_PX, Math.min(wanted, tile.width - PLATE_WIDTH_PX - 10));
  const step = PLATE_HEIGHT_PX + PLATE_GAP_PX;
  const fitsBelow = box.bottom + step + INSET_PX <= tile.height;
  let top = fitsBelow ? box.bottom + PLATE_GAP_PX : box.bottom - step - PLATE_GAP_PX;
  const isTaken = () =>
    taken.some((other) => Math.abs(other.top - top) < step && Math.abs(other.left - left) < PLATE_WIDTH_PX);
  const direction = fitsBelow ? 1 : -1;
  for (let tries = 0; tries < 20 && isTaken(); tries++) top += direction * step;
  taken.push({ left, top, right: left + PLATE_WIDTH_PX, bottom: top + PLATE_HEIGHT_PX });
  return { left, top };
}
