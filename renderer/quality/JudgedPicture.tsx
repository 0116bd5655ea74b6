import { ImageOff } from 'lucide-react';
import { useState } from 'react';
import type { Verdict } from '../../preload/contract/quality.ts';
import { classNames } from '../ui/class-names.ts';
import { Flag } from '../ui/Flag.tsx';
import { Icon } from '../ui/Icon.tsx';
import { verdictWord } from './quality-words.ts';
import './judged-picture.css';

export interface JudgedPictureProps {
  readonly url: string;
  readonly name: string;
  /** Null while it is not judged. */
  readonly verdict: Verdict | null;
  /** In the corner; null: none. */
  readonly number: number | null;
  /** A good image carries a flag only where one looks for it. */
  readonly isGoodShown?: boolean;
  /** Rejected, or repeated since: it is not the one that counts. */
  readonly isDim?: boolean;
}

export function thumbnailUrl(image: {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
}): string {
  const [study, series, instance] = [
    image.studyInstanceUid,
    image.seriesInstanceUid,
    image.sopInstanceUid,
  ].map(encodeURIComponent);
  return `/dicom-web/studies/${study}/series/${series}/instances/${instance}/thumbnail`;
}

/** A small picture on black with its flag on a black plate. */
export function JudgedPicture(props: JudgedPictureProps) {
  const { url, name, verdict, number, isGoodShown = false, isDim = false } = props;
  const [failedUrl, setFailedUrl] = useState('');
  const isFlagged = verdict !== null && (verdict !== 'good' || isGoodShown);
  return (
    <span
      className={classNames(
        'judged-picture',
        verdict !== null && verdict !== 'good' && `judged-picture--${verdict}`,
        isDim && 'judged-picture--dim',
      )}
    >
      {failedUrl === url ? (
        <span className="judged-picture__none">
          <Icon of={ImageOff} size="small" />
        </span>
      ) : (
        <img
          src={url}
          alt={name}
          loading="lazy"
          decoding="async"
          draggable={false}
          onError={() => {
            setFailedUrl(url);
          }}
        />
      )}
      {number !== null && <span className="judged-picture__number">{number}</span>}
      {isFlagged && (
        <span className="judged-picture__flag">
          <Flag level={verdict} label={verdictWord(verdict)} />
        </span>
      )}
    </span>
  );
}
