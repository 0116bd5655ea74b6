import { CalendarDays, Printer } from 'lucide-react';
import { useState } from 'react';
import type { CommandOutput } from '../../../preload/contract/command.ts';
import { findingWord } from '../../quality/quality-words.ts';
import { percentText, rateBars, REPEAT_AIM, repeatSentence } from '../../quality/repeat-rates.ts';
import { useAsked } from '../../quality/use-asked.ts';
import type { QualityApi } from '../../quality/use-asked.ts';
import { Button } from '../../ui/Button.tsx';
import { KeySheet, type KeySheetPart } from '../../ui/KeySheet.tsx';
import { isCovered, isTyping } from '../../ui/page-keys.ts';
import { RateBars } from '../../ui/RateBars.tsx';
import { SideChoice, SideList, SideTitle } from '../../ui/SideList.tsx';
import { useWindowKeys } from '../../ui/use-window-keys.ts';
import { DeviceTrends } from './DeviceTrends.tsx';
import { LedgerTable } from './LedgerTable.tsx';
import './quality-ledger.css';

export interface QualityLedgerPageProps {
  readonly api: QualityApi;
  readonly isActive: boolean;
  readonly areKeysShown: boolean;
  readonly onShowKeys: (areShown: boolean) => void;
}

type Ledger = CommandOutput<'quality.ledger'>;

const DAY_MS = 86_400_000;
const spans = [
  { days: 7, name: 'Last 7 days' },
  { days: 30, name: 'Last 30 days' },
  { days: 90, name: 'Last 90 days' },
  { days: 365, name: 'Last 12 months' },
] as const;
/** Names a chart holds before the rest is added up. */
const MOST_BARS = 8;

const keys: readonly KeySheetPart[] = [
  {
    title: 'Quality ledger',
    lines: [
      { keys: ['1', '2', '3', '4'], does: '7, 30, 90 days, 12 months' },
      { keys: ['Ctrl P'], does: 'One page to print or to keep as PDF' },
      { keys: ['Alt 1', 'Alt 2', 'Alt 3'], does: 'Worklist, technologist desk, quality ledger' },
    ],
  },
];

/** What was rejected and repeated, by whom, where and why (after AAPM TG-305), and how the devices do over time. */
export function QualityLedgerPage({ api, isActive, areKeysShown, onShowKeys }: QualityLedgerPageProps) {
  const [days, setDays] = useState<number>(30);
  const [openedAtMs] = useState(() => Date.now());
  // To the end of tomorrow: what comes while the page is open belongs to it.
  const toMs = Math.ceil(openedAtMs / DAY_MS) * DAY_MS + DAY_MS;
  const span = isActive ? { fromMs: toMs - (days + 2) * DAY_MS, toMs } : null;
  const ledger = useAsked(api, 'quality.ledger', span);
  const trends = useAsked(api, 'quality.trends', span);
  const print = () => {
    window.print();
  };
  useWindowKeys((event) => {
    if (!isActive || isTyping(event) || isCovered(document)) return;
    const digit = spans[Number(event.key) - 1];
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'p') print();
    else if (event.ctrlKey || event.altKey || event.metaKey) return;
    else if (digit) setDays(digit.days);
    else if (event.key === '?') onShowKeys(true);
    else return;
    event.preventDefault();
  });
  const spanName = spans.find((each) => each.days === days)?.name ?? '';
  return (
    <div className="ledger">
      <SideList label="Time">
        <SideTitle>Time</SideTitle>
        <ul>
          {spans.map((each) => (
            <SideChoice
              key={each.days}
              name={each.name}
              icon={CalendarDays}
              countText=""
              isChosen={each.days === days}
              onChoose={() => {
                setDays(each.days);
              }}
            />
          ))}
        </ul>
      </SideList>
      <main className="ledger__page">
        <header className="ledger__head">
          <h1>Rejected and repeated</h1>
          <span>{spanName.toLowerCase()}</span>
          <Button keyCap="Ctrl P" onClick={print}>
            <Printer size={14} strokeWidth={1.75} aria-hidden /> One page, PDF
          </Button>
        </header>
        {ledger.failure !== null && <p className="ledger__words">{ledger.failure}</p>}
        {ledger.value && <Charts ledger={ledger.value} />}
        {trends.failure !== null && <p className="ledger__words">{trends.failure}</p>}
        {trends.value && span && <DeviceTrends devices={trends.value.devices} {...span} />}
        {ledger.value && <LedgerTable rows={ledger.value.rows} />}
      </main>
      <KeySheet
        isOpen={areKeysShown && isActive}
        onClose={() => {
          onShowKeys(false);
        }}
        title="Keys of the quality ledger"
        parts={keys}
      />
    </div>
  );
}

function Charts({ ledger }: { readonly ledger: Ledger }) {
  const { rows, imageCount } = ledger;
  return (
    <>
      <div className="ledger__answer">
        <strong>{imageCount === 0 ? 'No images' : percentText(rows.length / imageCount)}</strong>
        <p>{repeatSentence(ledger)}</p>
      </div>
      <div className="ledger__charts">
        <RateChart title="By device" groups={ledger.byDevice} />
        <RateChart title="By room" groups={ledger.byRoom} />
        <RateChart title="By projection" groups={ledger.byProjection} />
        <RateChart title="By person" groups={ledger.byOperator} />
        <ReasonChart groups={ledger.byReason} total={rows.length} />
      </div>
    </>
  );
}

function RateChart({ title, groups }: { readonly title: string; readonly groups: Ledger['byRoom'] }) {
  const bars = rateBars(groups);
  const highest = bars[0];
  return (
    <section className="chart-card">
      <h2>{title}</h2>
      <RateBars bars={bars.slice(0, MOST_BARS)} aim={REPEAT_AIM} />
      <p className="chart-sentence">
        {highest === undefined || highest.value === 0
          ? 'Nothing was repeated or rejected.'
          : `Highest: ${highest.name}, ${highest.text}.`}
        {bars.length > MOST_BARS && ` ${bars.length - MOST_BARS} more are not shown.`}
      </p>
    </section>
  );
}

/** Of what was repeated and rejected, how much for which reason: shares, so there is no aim. */
function ReasonChart({ groups, total }: { readonly groups: Ledger['byReason']; readonly total: number }) {
  const bars = groups
    .map(({ key, repeatCount, rejectCount }) => ({
      name: key === '' ? 'No reason given' : findingWord(key),
      value: repeatCount + rejectCount,
      text: String(repeatCount + rejectCount),
    }))
    .filter(({ value }) => value > 0)
    .toSorted((a, b) => b.value - a.value);
  const first = bars[0];
  return (
    <section className="chart-card">
      <h2>By reason</h2>
      <RateBars bars={bars.slice(0, MOST_BARS)} aim={null} />
      <p className="chart-sentence">
        {first === undefined
          ? 'No reasons yet.'
          : `${first.name} is the reason for ${first.value} of ${total}.`}
      </p>
    </section>
  );
}
