import { FileText, ImageOff } from 'lucide-react';
import { useState } from 'react';
import type { SeriesRow } from '../../../preload/contract/study.ts';
import { verdictWord } from '../../quality/quality-words.ts';
import { classNames } from '../../ui/class-names.ts';
import { Flag } from '../../ui/Flag.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { chooseThumbnails, thumbnailUrl, type ThumbnailChoice } from './thumbnail-choice.ts';
import { imagesText } from './time-text.ts';

/** Five rows of six, as much as a glance takes in. */
const MAX_THUMBNAILS = 30;

export interface ThumbnailGridProps {
  readonly studyInstanceUid: string;
  readonly series: readonly SeriesRow[];
}

export function ThumbnailGrid({ studyInstanceUid, series }: ThumbnailGridProps) {
  const choices = chooseThumbnails(series, MAX_THUMBNAILS);
  const total = series.reduce((sum, one) => sum + one.instances.length, 0);
  return (
    <section aria-label="Images">
      <ul className="thumbnails">
        {choices.map((choice) => (
          <Thumbnail
            key={`${choice.series.seriesInstanceUid} ${choice.instance.sopInstanceUid}`}
            url={thumbnailUrl(studyInstanceUid, choice)}
            choice={choice}
          />
        ))}
      </ul>
      <p className="preview__caption">
        <span>
          {choices.length === total
            ? `All ${imagesText(total)}`
            : `${choices.length} of ${imagesText(total)}`}
        </span>
        <span>{series.length === 1 ? '1 series' : `${series.length} series`}</span>
      </p>
    </section>
  );
}

function Thumbnail({ url, choice }: { readonly url: string; readonly choice: ThumbnailChoice }) {
  const [hasFailed, setHasFailed] = useState(false);
  const { instance, series, number } = choice;
  const name = `${series.modality || 'Object'} ${number}`;
  if (!instance.hasPixels || hasFailed) {
    const words = instance.hasPixels ? 'no small picture' : 'not an image';
    return (
      <li className="thumbnail thumbnail--none" title={`${name}: ${words}`}>
        <Icon of={instance.hasPixels ? ImageOff : FileText} size="small" />
        <span className="u-hidden-visually">{words}</span>
        <span className="thumbnail__number">{number}</span>
      </li>
    );
  }
  const flag = instance.verdict === 'good' ? null : instance.verdict;
  return (
    <li className={classNames('thumbnail', flag !== null && `thumbnail--${flag}`)}>
      <img
        src={url}
        alt={name}
        loading="lazy"
        fetchPriority="low"
        decoding="async"
        draggable={false}
        onError={() => {
          setHasFailed(true);
        }}
      />
      <span className="thumbnail__number">{number}</span>
      {flag !== null && (
        <span className="thumbnail__flag">
          <Flag level={flag} label={verdictWord(flag)} sizePx={12} />
        </span>
      )}
    </li>
  );
}
