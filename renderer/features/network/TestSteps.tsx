import type { TestReportView } from '../../../preload/contract/remote.ts';
import { Flag, type FlagLevel } from '../../ui/Flag.tsx';

type Step = TestReportView['steps'][number];

const LEVELS: Readonly<Record<Step['result'], { readonly level: FlagLevel; readonly word: string }>> = {
  done: { level: 'good', word: 'Done' },
  failed: { level: 'repeat', word: 'Failed' },
  'not-tried': { level: 'unknown', word: 'Not tried' },
};

/** What is tried, in order: with what came of it and how long it took. */
export function TestSteps({ steps, port }: { readonly steps: readonly Step[]; readonly port: number }) {
  return (
    <ol className="test-steps">
      {steps.map((step) => (
        <li key={step.name} className="test-step">
          <Flag level={LEVELS[step.result].level} label={LEVELS[step.result].word} />
          <div className="test-step__words">
            <strong className="test-step__title">{stepTitle(step, port)}</strong>
            <span className="test-step__detail u-selectable">{detailText(step, stepTitle(step, port))}</span>
            {step.technical !== '' && (
              <span className="test-step__technical u-mono u-selectable">{step.technical}</span>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}

interface StepsToComeProps {
  readonly isRunning?: boolean;
  readonly isEncrypted: boolean;
  readonly port: number;
}

/** The same list before there is an answer. */
export function StepsToCome({ isRunning = false, isEncrypted, port }: StepsToComeProps) {
  const names: readonly Step['name'][] = isEncrypted
    ? ['address', 'port', 'encryption', 'dicom', 'acceptance', 'echo']
    : ['address', 'port', 'dicom', 'acceptance', 'echo'];
  return (
    <ol className="test-steps">
      {names.map((name, index) => (
        <li key={name} className="test-step test-step--to-come">
          <Flag level={isRunning && index === 0 ? 'judging' : 'unknown'} />
          <div className="test-step__words">
            <strong className="test-step__title">{TITLES[name](port).toDo}</strong>
          </div>
        </li>
      ))}
    </ol>
  );
}

interface StepTitles {
  readonly done: string;
  readonly failed: string;
  readonly toDo: string;
}

const TITLES: Readonly<Record<Step['name'], (port: number) => StepTitles>> = {
  address: () => ({ done: 'Address found', failed: 'Address not found', toDo: 'Find the address' }),
  port: (port) => ({
    done: `Port ${port} is open`,
    failed: `Port ${port} is not reached`,
    toDo: `Reach port ${port}`,
  }),
  encryption: () => ({
    done: 'The line is encrypted',
    failed: 'The line could not be encrypted',
    toDo: 'Encrypt the line',
  }),
  dicom: () => ({ done: 'It speaks DICOM', failed: 'No answer in DICOM', toDo: 'Speak DICOM' }),
  acceptance: () => ({ done: 'It accepts us', failed: 'It does not accept us', toDo: 'Be accepted' }),
  echo: () => ({ done: 'It answers an echo', failed: 'It does not answer an echo', toDo: 'Get an echo' }),
};

/** "Something listens there, 5 ms": a detail that says the same as the title is left out. */
function detailText({ detail, durationMs }: Step, title: string): string {
  const words = detail.replace(/\.$/, '');
  const time = durationMs === null ? '' : `${durationMs} ms`;
  return [words === title ? '' : words, time].filter(Boolean).join(', ');
}

function stepTitle({ name, result }: Step, port: number): string {
  const titles = TITLES[name](port);
  return result === 'not-tried' ? titles.toDo : titles[result];
}
