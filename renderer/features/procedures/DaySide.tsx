import { CalendarDays, CalendarRange, Clock, History, Sunrise, type LucideIcon } from 'lucide-react';
import type { Hl7State } from '../../../preload/contract/procedures.ts';
import { Flag } from '../../ui/Flag.tsx';
import { ReadingDisc } from '../../ui/ReadingDisc.tsx';
import { SideChoice, SideList, SideTitle } from '../../ui/SideList.tsx';
import { useNow } from '../../ui/use-now.ts';
import { agoText } from './step-text.ts';
import type { DaySpan } from './steps-store.ts';

export interface DaySideProps {
  readonly span: DaySpan;
  readonly onSpan: (span: DaySpan) => void;
  /** Of the span that is shown; null until the first answer. */
  readonly count: number | null;
  readonly hl7: Hl7State | null;
}

const spans: readonly { readonly span: DaySpan; readonly name: string; readonly icon: LucideIcon }[] = [
  { span: 'today', name: 'Today', icon: Clock },
  { span: 'tomorrow', name: 'Tomorrow', icon: Sunrise },
  { span: 'week', name: 'Next 7 days', icon: CalendarRange },
  { span: 'open', name: 'Everything open', icon: CalendarDays },
  { span: 'past', name: 'Last 30 days', icon: History },
];

export function DaySide({ span, onSpan, count, hl7 }: DaySideProps) {
  return (
    <SideList label="Days and HL7">
      <SideTitle>Days</SideTitle>
      <ul>
        {spans.map((each) => (
          <SideChoice
            key={each.span}
            name={each.name}
            icon={each.icon}
            countText={each.span === span && count !== null ? String(count) : ''}
            isChosen={each.span === span}
            onChoose={() => {
              onSpan(each.span);
            }}
          />
        ))}
      </ul>
      {hl7 && <Hl7Box hl7={hl7} />}
    </SideList>
  );
}

/** How the line to the clinic's information system is doing: quiet while it is well. */
function Hl7Box({ hl7 }: { readonly hl7: Hl7State }) {
  const nowMs = useNow('second');
  const { port, problem, accepted, lastMessageAtMs, lastRefusal } = hl7;
  const isRefusalNewest = lastRefusal !== null && lastRefusal.atMs === lastMessageAtMs;
  const state = problem ?? (port === null ? 'Switched off' : `Listens on port ${port}`);
  return (
    <section className="hl7-box" aria-label="HL7 orders" title={`HL7 orders: ${state}`}>
      <SideTitle>HL7 orders</SideTitle>
      <p className="hl7-box__line">
        {problem === null ? <ReadingDisc fill={port === null ? 'empty' : 'full'} /> : <Flag level="repeat" />}
        <span className="hl7-box__words">{state}</span>
      </p>
      {lastMessageAtMs !== null && (
        <p className="hl7-box__words">
          {accepted} taken, last message {agoText(nowMs - lastMessageAtMs)} ago
        </p>
      )}
      {isRefusalNewest && (
        <p className="hl7-box__line" role="status">
          <Flag level="check" label="Look at it" />
          <span className="hl7-box__words">Refused: {lastRefusal.words}</span>
        </p>
      )}
    </section>
  );
}
