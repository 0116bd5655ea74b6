import { useState } from 'react';
import type { InstanceQuality, RoomState } from '../../../preload/contract/quality.ts';
import { evidenceMarks } from '../../quality/evidence-marks.ts';
import { thumbnailUrl } from '../../quality/JudgedPicture.tsx';
import { instanceLevel } from '../../quality/quality-words.ts';
import { Flag } from '../../ui/Flag.tsx';
import { useElementSize } from '../../ui/use-element-size.ts';
import { placeContained } from '../../viewer/evidence/evidence-geometry.ts';
import { EvidenceMarks } from '../../viewer/evidence/EvidenceMarks.tsx';
import type { RoomImage } from '../../quality/room-facts.ts';

export interface RoomPictureProps {
  readonly state: RoomState;
  readonly subject: RoomImage;
  /** Null until what was found is known. */
  readonly instance: InstanceQuality | null;
  readonly caption: string;
}

/** The image that is asked about, with its evidence. */
export function RoomPicture({ state, subject, instance, caption }: RoomPictureProps) {
  const [size, attach] = useElementSize();
  const [shape, setShape] = useState<{
    readonly url: string;
    readonly width: number;
    readonly height: number;
  } | null>(null);
  const url = instance === null ? '' : thumbnailUrl(instance);
  const place = state.images.findIndex(({ sopInstanceUid }) => sopInstanceUid === subject.sopInstanceUid) + 1;
  return (
    <section className="room__picture" aria-label="The image">
      <p className="room__place">
        <b>{subject.instanceNumber ?? place}</b> of {state.images.length}
      </p>
      <div ref={attach} className="room__canvas">
        {url !== '' && (
          <img
            src={url}
            alt=""
            draggable={false}
            onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) => {
              setShape({ url, width, height });
            }}
          />
        )}
        {size && instance && shape?.url === url && (
          <EvidenceMarks marks={evidenceMarks(instance)} placement={placeContained(size, shape)} />
        )}
      </div>
      <p className="room__caption">
        <Flag level={instance ? instanceLevel(instance) : (subject.verdict ?? 'unknown')} sizePx={26} />
        {caption}
      </p>
    </section>
  );
}
