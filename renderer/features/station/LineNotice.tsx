import { useState } from 'react';
import type { LineState } from '../../../preload/contract/transport.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useNow } from '../../ui/use-now.ts';

export interface LineNoticeProps {
  readonly line: LineState;
  /** On the desktop the core is started again; in a browser only the line to it is tried again. */
  readonly isDesktop: boolean;
}

/** Says that the core is lost, and when it is back. Nothing while all is well. */
export function LineNotice({ line, isDesktop }: LineNoticeProps) {
  switch (line.state) {
    case 'open':
    case 'connecting':
      return null;
    case 'restarting':
      return <Restarting line={line} isDesktop={isDesktop} />;
    case 'failed':
      return (
        <Notice
          level="critical"
          shape="bar"
          title={line.detail}
          actions={
            !isDesktop && (
              <Button
                onClick={() => {
                  window.location.reload();
                }}
              >
                Load this page again
              </Button>
            )
          }
        >
          {line.logPath !== null && (
            <>
              The log is at <bdi className="u-mono u-selectable">{line.logPath}</bdi>
            </>
          )}
        </Notice>
      );
  }
}

interface RestartingProps {
  readonly line: Extract<LineState, { state: 'restarting' }>;
  readonly isDesktop: boolean;
}

function Restarting({ line, isDesktop }: RestartingProps) {
  const nowMs = useNow('second');
  const [seen, setSeen] = useState(() => ({ line, atMs: Date.now() }));
  if (seen.line !== line) setSeen({ line, atMs: nowMs }); // a new attempt: count down anew
  const remainingS = Math.ceil((seen.atMs + line.retryInMs - nowMs) / 1_000);
  const when = remainingS > 0 ? `in ${remainingS} s` : 'now';
  return (
    <Notice level="repeat" shape="bar" title={line.detail}>
      {isDesktop ? 'It is started again' : 'It is tried again'} {when}; reception resumes by itself.
    </Notice>
  );
}
