import { X } from 'lucide-react';
import type { Notice as NoticeRow } from '../../../preload/contract/station.ts';
import type { ApiClient } from '../../client/api-client.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Notice } from '../../ui/Notice.tsx';

export interface StationNoticesProps {
  readonly api: Pick<ApiClient, 'call'>;
  /** Newest first. */
  readonly notices: readonly NoticeRow[];
}

/** More would push the list away; the rest comes up as these are dismissed. */
const MAX_SHOWN = 2;
const levelOrder = { critical: 0, check: 1, info: 2 } as const;

/** What a person should know about the station, worst first. */
export function StationNotices({ api, notices }: StationNoticesProps) {
  const shown = notices.toSorted((a, b) => levelOrder[a.level] - levelOrder[b.level]).slice(0, MAX_SHOWN);
  const moreCount = notices.length - shown.length;
  return shown.map((notice, index) => (
    <Notice
      key={notice.key}
      level={notice.level}
      shape="bar"
      title={notice.title}
      actions={
        <IconButton
          icon={X}
          label="Dismiss"
          onClick={() => void api.call('notice.dismiss', { key: notice.key })}
        />
      }
    >
      {notice.detail}
      {moreCount > 0 && index === shown.length - 1 && ` ${moreCount} more after this.`}
    </Notice>
  ));
}
