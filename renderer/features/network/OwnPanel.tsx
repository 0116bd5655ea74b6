import { Button } from '../../ui/Button.tsx';
import { JudgingArc } from '../../ui/JudgingArc.tsx';
import { Notice } from '../../ui/Notice.tsx';
import type { ConnectionTest, OwnReport } from './connection-tests.ts';
import { PanelFrame } from './TestPanel.tsx';
import { TestSteps } from './TestSteps.tsx';
import { Verdict } from './Verdict.tsx';

export interface OwnPanelProps {
  readonly dicomPort: number;
  readonly test: ConnectionTest<OwnReport> | null;
  readonly onTest: () => void;
}

/** Whether this station can be called by others, through each address of this PC. */
export function OwnPanel({ dicomPort, test, onTest }: OwnPanelProps) {
  return (
    <PanelFrame
      title="Connection test: this station"
      deeds={
        <Button keyCap="F5" busyText={test?.state === 'running' ? 'Calling' : undefined} onClick={onTest}>
          Test again
        </Button>
      }
    >
      <OwnTestState dicomPort={dicomPort} test={test} />
    </PanelFrame>
  );
}

function OwnTestState({ dicomPort, test }: Pick<OwnPanelProps, 'dicomPort' | 'test'>) {
  if (test === null || test.state === 'running') {
    return (
      <p className="network__empty network__empty--busy">
        <JudgingArc /> Calling port {dicomPort} through each address of this PC
      </p>
    );
  }
  if (test.state === 'failed') {
    return (
      <Notice level="repeat" title="The test could not be run.">
        {test.message}
      </Notice>
    );
  }
  return (
    <>
      {test.report.remarks.map((remark) => (
        <Notice key={remark} level="info" title={remark} />
      ))}
      {test.report.reports.map(({ address, report }) => (
        <section key={address} aria-label={address}>
          <Verdict name={address} report={report} />
          <TestSteps steps={report.steps} port={dicomPort} />
        </section>
      ))}
    </>
  );
}
