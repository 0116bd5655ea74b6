import type { Finding, InstanceQuality, Review } from '../../preload/contract/quality.ts';
import { Button } from '../ui/Button.tsx';
import { classNames } from '../ui/class-names.ts';
import { Flag } from '../ui/Flag.tsx';
import { overruleReasons } from './overrule-reasons.ts';
import {
  decisionOn,
  decisionWord,
  findingLevel,
  findingWord,
  probabilityText,
  verdictWord,
} from './quality-words.ts';
import './finding-card.css';

export interface FindingCardProps {
  readonly instance: InstanceQuality;
  /** Null: the image cannot be judged, and that is what a person decides about. */
  readonly finding: Finding | null;
  /** `image 17`; empty where the image is on the screen and needs no name. */
  readonly place: string;
  /** Keys are about this card: it shows them. */
  readonly isChosen: boolean;
  readonly isOverruling: boolean;
  readonly onChoose?: () => void;
  readonly onAgree: () => void;
  readonly onStartOverruling: () => void;
  readonly onOverrule: (reason: string) => void;
  readonly onLeaveOverruling: () => void;
  readonly onTakeBack: () => void;
}

/** What was found, why, and a person's yes or no. Both answers weigh the same, and neither has the focus first. */
export function FindingCard(props: FindingCardProps) {
  const { instance, finding, place, isChosen, isOverruling, onChoose } = props;
  const level = finding ? findingLevel(finding, instance.verdict) : instance.verdict;
  const decided = decisionOn(finding?.type ?? '', instance.reviews);
  const what = finding ? findingWord(finding.type) : verdictWord(instance.verdict);
  const title = place === '' ? what : `${what}, ${place}`;
  return (
    <article
      className={classNames(
        'finding-card',
        `finding-card--${decided ? 'decided' : level}`,
        isChosen && 'finding-card--chosen',
      )}
      aria-label={title}
      aria-current={isChosen || undefined}
      onClick={onChoose}
    >
      <div className="finding-card__head">
        <Flag level={level} />
        <h4 className="finding-card__title">{title}</h4>
        <span className="finding-card__number">{finding && probabilityText(finding)}</span>
      </div>
      <p className="finding-card__reason">{finding?.reason ?? instance.recommendation}</p>
      {decided ? (
        <Decided review={decided} onTakeBack={props.onTakeBack} />
      ) : isOverruling ? (
        <OverruleChoices onOverrule={props.onOverrule} onLeave={props.onLeaveOverruling} />
      ) : (
        <Answers {...props} />
      )}
    </article>
  );
}

function Answers({ isChosen, onAgree, onStartOverruling }: FindingCardProps) {
  return (
    <div className="finding-card__answers">
      <Button keyCap={isChosen ? 'J' : undefined} onClick={onAgree}>
        Agree
      </Button>
      <Button keyCap={isChosen ? 'Shift J' : undefined} onClick={onStartOverruling}>
        Overrule
      </Button>
    </div>
  );
}

function Decided({
  review: { decision, reason, reviewedBy },
  onTakeBack,
}: {
  readonly review: Review;
  readonly onTakeBack: () => void;
}) {
  const why = decision === 'overrule' && reason !== '' ? `: ${reason.toLowerCase()}` : '';
  return (
    <div className="finding-card__decided">
      <span>
        {decisionWord(decision)}
        {why}, <bdi>{reviewedBy}</bdi>
      </span>
      <Button variant="ghost" onClick={onTakeBack}>
        Take back
      </Button>
    </div>
  );
}

function OverruleChoices({
  onOverrule,
  onLeave,
}: {
  readonly onOverrule: (reason: string) => void;
  readonly onLeave: () => void;
}) {
  return (
    <div className="finding-card__reasons" role="group" aria-label="Why it is overruled">
      {overruleReasons.map(({ digit, reason }) => (
        <Button
          key={digit}
          keyCap={digit}
          onClick={() => {
            onOverrule(reason);
          }}
        >
          {reason}
        </Button>
      ))}
      <Button variant="ghost" keyCap="Esc" onClick={onLeave}>
        Leave it open
      </Button>
    </div>
  );
}
