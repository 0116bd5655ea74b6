import { FileText, ImageOff } from 'lucide-react';
import { memo, useEffect, useRef, useState } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Flag } from '../../ui/Flag.tsx';
import { instanceUrl } from '../../viewer/frames/frame-address.ts';
import { verdictWord, worstVerdict } from '../../quality/quality-words.ts';
import type { StripEntry } from './stacks.ts';

export interface SeriesStripProps {
  readonly studyInstanceUid: string;
  readonly entries: readonly StripEntry[];
  readonly activeKey: string | null;
  readonly onShow: (key: string) => void;
}

/** All series of the study, as small pictures with how many images they have. */
export const SeriesStrip = memo(function SeriesStrip(props: SeriesStripProps) {
  const { studyInstanceUid, entries, activeKey, onShow } = props;
  return (
    <nav className="series-strip" aria-label="Series">
      <ul className="series-strip__list">
        {entries.map((entry) => (
          <SeriesItem
            key={entry.key}
            studyInstanceUid={studyInstanceUid}
            entry={entry}
            isActive={entry.key === activeKey}
            onShow={onShow}
          />
        ))}
      </ul>
    </nav>
  );
});

interface SeriesItemProps {
  readonly studyInstanceUid: string;
  readonly entry: StripEntry;
  readonly isActive: boolean;
  readonly onShow: (key: string) => void;
}

function SeriesItem({ studyInstanceUid, entry, isActive, onShow }: SeriesItemProps) {
  const ref = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isActive) ref.current?.scrollIntoView({ block: 'nearest' });
  }, [isActive]);
  const [title, detail] = entryText(entry);
  const count = entry.kind === 'stack' ? entry.frames.length : entry.instanceCount;
  const verdict = entry.kind === 'object' ? null : worstVerdict(verdictsOf(entry));
  const unit = entry.kind === 'object' ? 'object' : entry.isMultiFrame ? 'frame' : 'image';
  return (
    <li>
      <button
        ref={ref}
        type="button"
        className={classNames('series-item', isActive && 'series-item--active')}
        aria-current={isActive || undefined}
        aria-label={`${title}, ${detail}, ${count} ${unit}${count === 1 ? '' : 's'}${verdict === null ? '' : `, ${verdictWord(verdict).toLowerCase()}`}`}
        title={title}
        data-series-key={entry.key}
        onClick={() => {
          onShow(entry.key);
        }}
      >
        <Thumbnail studyInstanceUid={studyInstanceUid} entry={entry} />
        <span className="series-item__count">{count}</span>
        {verdict !== null && (
          <span className="series-item__flag">
            <Flag level={verdict} />
          </span>
        )}
        <bdi className="series-item__title u-ellipsis">{title}</bdi>
        <bdi className="series-item__detail u-ellipsis">{detail}</bdi>
      </button>
    </li>
  );
}

function Thumbnail({ studyInstanceUid, entry }: Pick<SeriesItemProps, 'studyInstanceUid' | 'entry'>) {
  const [failedUrl, setFailedUrl] = useState('');
  if (entry.kind === 'object') {
    return (
      <span className="series-item__picture series-item__picture--none">
        <Icon of={FileText} />
      </span>
    );
  }
  const { seriesInstanceUid } = entry.series;
  const sopInstanceUid = entry.thumbnailSopInstanceUid;
  const url = `${instanceUrl({ studyInstanceUid, seriesInstanceUid, sopInstanceUid })}/thumbnail`;
  if (failedUrl === url) {
    return (
      <span className="series-item__picture series-item__picture--none">
        <Icon of={ImageOff} />
      </span>
    );
  }
  return (
    <img
      className="series-item__picture"
      src={url}
      alt=""
      decoding="async"
      loading="lazy"
      draggable={false}
      onError={() => {
        setFailedUrl(url);
      }}
    />
  );
}

function verdictsOf({ series, frames, isMultiFrame }: Extract<StripEntry, { kind: 'stack' }>) {
  const uid = isMultiFrame ? frames[0]?.sopInstanceUid : undefined;
  return series.instances
    .filter((instance) => instance.hasPixels && (uid === undefined || instance.sopInstanceUid === uid))
    .map((instance) => instance.verdict);
}

/** What it is, then where of. */
function entryText({ series, ...entry }: StripEntry): readonly [title: string, detail: string] {
  if (entry.kind === 'object') return [entry.name, series.seriesDescription || series.modality];
  const number = series.seriesNumber === null ? '' : `Series ${series.seriesNumber}`;
  const title = series.seriesDescription || number || series.modality || 'Images';
  const detail = [series.modality, series.bodyPartExamined.toLowerCase()]
    .filter((part) => part !== '')
    .join(', ');
  return [title, detail];
}
