import type { ReactNode } from 'react';
import type { TestReportView } from '../../../preload/contract/remote.ts';
import { Flag } from '../../ui/Flag.tsx';

type Finding = NonNullable<TestReportView['finding']>;

const SIDES: Readonly<Record<Finding['side'], { readonly whose: string; readonly deed: string }>> = {
  theirs: { whose: 'theirs.', deed: 'The message below tells them what to do.' },
  ours: { whose: 'ours.', deed: 'It can be put right here.' },
  between: { whose: 'between the two.', deed: 'Cable, switch, firewall or address.' },
  unclear: { whose: 'not clear yet.', deed: '' },
};

export interface VerdictProps {
  readonly name: string;
  readonly report: TestReportView;
  readonly children?: ReactNode;
}

/** What the test found: first the fact, then cause, deed and side. */
export function Verdict({ name, report, children }: VerdictProps) {
  const { finding, steps } = report;
  if (finding === null) {
    const totalMs = steps.reduce((sum, { durationMs }) => sum + (durationMs ?? 0), 0);
    return (
      <div className="verdict verdict--good" role="status">
        <h3 className="verdict__title">
          <Flag level="good" />
          <span>
            <bdi>{name}</bdi> answers and accepts us.
          </span>
        </h3>
        <p className="verdict__detail">All steps took {totalMs} ms. Nothing needs changing on either side.</p>
      </div>
    );
  }
  const { whose, deed } = SIDES[finding.side];
  return (
    <div className="verdict" role="alert">
      <h3 className="verdict__title">
        <Flag level="repeat" sizePx={16} />
        <span className="u-selectable">{finding.title}</span>
      </h3>
      <p className="verdict__detail u-selectable">{finding.detail}</p>
      <p className="verdict__side">
        <b>Whose side:</b> {whose} {deed}
      </p>
      {children !== undefined && <div className="verdict__deeds">{children}</div>}
    </div>
  );
}
