import type { InstanceQuality } from '../../../preload/contract/quality.ts';
import { evidenceMarks } from '../../quality/evidence-marks.ts';
import { useElementSize } from '../../ui/use-element-size.ts';
import type { StackState } from '../../viewer/engine/stack-engine.ts';
import { placeInTile } from '../../viewer/evidence/evidence-geometry.ts';
import { EvidenceMarks } from '../../viewer/evidence/EvidenceMarks.tsx';

export interface TileEvidenceProps {
  readonly instance: InstanceQuality | null;
  readonly state: StackState;
}

/** Evidence over the picture that is on the canvas; it follows zoom, pan, turns and mirrors. */
export function TileEvidence({ instance, state }: TileEvidenceProps) {
  const [size, attach] = useElementSize();
  return (
    <div ref={attach} className="tile-evidence">
      {size && instance && <Marks instance={instance} state={state} size={size} />}
    </div>
  );
}

function Marks({
  instance,
  state,
  size,
}: {
  readonly instance: InstanceQuality;
  readonly state: StackState;
  readonly size: { readonly width: number; readonly height: number };
}) {
  const { shown, view } = state;
  if (shown?.frame.sopInstanceUid !== instance.sopInstanceUid) return null;
  if (shown.frame.frameNumber !== instance.frameNumber) return null;
  const { format, geometry } = shown.description;
  if (format.rows === 0 || format.columns === 0) return null;
  const image = { width: format.columns, height: format.rows };
  const placement = placeInTile(size, image, geometry.pixelAspect, view, window.devicePixelRatio);
  return <EvidenceMarks marks={evidenceMarks(instance)} placement={placement} />;
}
