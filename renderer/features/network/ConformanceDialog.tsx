import { useEffect, useState } from 'react';
import type { ApiClient } from '../../client/api-client.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { LoadingFrame } from '../../ui/LoadingFrame.tsx';
import { Notice } from '../../ui/Notice.tsx';

export interface ConformanceDialogProps {
  readonly api: Pick<ApiClient, 'call'>;
  readonly onClose: () => void;
  readonly onCopy: (text: string) => void;
}

/** The conformance statement, as it is set now, for whoever connects a device to this station. */
export function ConformanceDialog({ api, onClose, onCopy }: ConformanceDialogProps) {
  const [markdown, setMarkdown] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    let isGone = false;
    void api.call('station.conformance', {}).then((reply) => {
      if (isGone) return;
      if (reply.ok) setMarkdown(reply.value.markdown);
      else setFailure(reply.error.message);
    });
    return () => {
      isGone = true;
    };
  }, [api]);
  return (
    <Dialog
      isOpen
      size="wide"
      onClose={onClose}
      title="Conformance statement"
      lead="What this station can do and how, for whoever connects a device to it."
      foot={
        markdown !== null && (
          <Button
            variant="primary"
            onClick={() => {
              onCopy(markdown);
            }}
          >
            Copy as Markdown
          </Button>
        )
      }
    >
      {failure !== null ? (
        <Notice level="repeat" title="The statement could not be made.">
          {failure}
        </Notice>
      ) : markdown === null ? (
        <LoadingFrame words="Putting the statement together" rowCount={6} />
      ) : (
        <pre className="conformance u-mono u-selectable" tabIndex={0}>
          {markdown}
        </pre>
      )}
    </Dialog>
  );
}
