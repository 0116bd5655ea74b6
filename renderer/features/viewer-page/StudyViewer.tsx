import { useEffect, useRef, type ComponentType } from 'react';
import type { QualityPanelProps } from '../../quality/quality-panel-props.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { LoadingFrame } from '../../ui/LoadingFrame.tsx';
import type { Toast } from '../../ui/toast-store.ts';
import type { CreateStackEngine } from '../../viewer/engine/stack-engine.ts';
import { OpenViewer } from './OpenViewer.tsx';
import { tabTitle } from './study-text.ts';
import { useOpenStudy } from './use-open-study.ts';
import type { ViewerApi } from './viewer-api.ts';

export interface StudyViewerProps {
  readonly api: ViewerApi;
  readonly studyInstanceUid: string;
  /** False while another tab is in front: keys are not for this page then. */
  readonly isActive: boolean;
  readonly onTitle: (title: string) => void;
  readonly onClose: () => void;
  readonly createEngine: CreateStackEngine;
  /** Stands beside the picture; handed in, because features do not know each other. */
  readonly QualityPanel: ComponentType<QualityPanelProps>;
  readonly onSay: (toast: Omit<Toast, 'id'>) => void;
}

/** Opens one study and shows it: who it is, its series, and the stack that is looked at. */
export function StudyViewer(props: StudyViewerProps) {
  const { api, studyInstanceUid, isActive, onTitle, onClose, createEngine, QualityPanel, onSay } = props;
  const { load, tryAgain, replaceStudy } = useOpenStudy(api, studyInstanceUid);
  const title = load.state === 'open' ? tabTitle(load.open.study) : '';
  const lastTitle = useRef('');
  useEffect(() => {
    if (title !== '' && title !== lastTitle.current) onTitle(title);
    lastTitle.current = title;
  }, [title, onTitle]);

  if (load.state === 'loading') {
    return (
      <LoadingFrame
        words="Opening the study"
        wayOut={<Button onClick={onClose}>Close</Button>}
        rowCount={2}
      />
    );
  }
  if (load.state === 'failed') {
    return (
      <ErrorState
        title="This study could not be opened."
        code={load.error.code}
        actions={
          <>
            <Button variant="primary" onClick={tryAgain}>
              Try again
            </Button>
            <Button onClick={onClose}>Close</Button>
          </>
        }
      >
        {load.error.message}
      </ErrorState>
    );
  }
  return (
    <OpenViewer
      api={api}
      open={load.open}
      isActive={isActive}
      createEngine={createEngine}
      QualityPanel={QualityPanel}
      onSay={onSay}
      onStudy={replaceStudy}
      onClose={onClose}
    />
  );
}
