import { useEffect, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Flag } from '../../ui/Flag.tsx';
import { JudgingArc } from '../../ui/JudgingArc.tsx';
import { failureWords, type FrameFailure } from '../../viewer/frames/frame-failure.ts';

export interface FailureMessageProps {
  readonly failure: FrameFailure;
  /** As a person counts: "Image 17". */
  readonly imageName: string;
  readonly source: string;
  readonly onRetry: () => void;
  /** Absent when there is no other image in the stack. */
  readonly onNext?: (() => void) | undefined;
}

/** A fault stays in its tile: what is wrong, whose side, what to press. */
export function FailureMessage({ failure, imageName, source, onRetry, onNext }: FailureMessageProps) {
  const { title, cause, code, isWorthRetrying } = failureWords(failure, imageName, source);
  return (
    <div className="tile-message" role="alert">
      <div className="tile-message__card tile-message__card--fault">
        <h2 className="tile-message__title">
          <Flag level="repeat" />
          {title}
        </h2>
        <p>
          <bdi>{cause}</bdi>
        </p>
        <div className="tile-message__actions">
          <Button variant={isWorthRetrying ? 'primary' : 'normal'} onClick={onRetry}>
            Try again
          </Button>
          {onNext && (
            <Button onClick={onNext} keyCap="↓">
              Next image
            </Button>
          )}
        </div>
        <p className="tile-message__code u-selectable">{code}</p>
      </div>
    </div>
  );
}

/** Shorter waits get no words: they would only flash. */
const WORDS_AFTER_MS = 1_000;
const WAY_OUT_AFTER_MS = 5_000;

export interface WaitingMessageProps {
  readonly imageName: string;
  readonly onRetry: () => void;
}

/** Mount it when the wait begins; it speaks up after a second and shows a way out after five. */
export function WaitingMessage({ imageName, onRetry }: WaitingMessageProps) {
  const [stage, setStage] = useState<'silent' | 'words' | 'way-out'>('silent');
  useEffect(() => {
    const timers = [
      setTimeout(() => setStage('words'), WORDS_AFTER_MS),
      setTimeout(() => setStage('way-out'), WAY_OUT_AFTER_MS),
    ];
    return () => timers.forEach(clearTimeout);
  }, []);
  if (stage === 'silent') return null;
  return (
    <div className="tile-message tile-message--waiting">
      <div className="tile-message__wait" role="status">
        <JudgingArc />
        {imageName} is being loaded
        {stage === 'way-out' && <Button onClick={onRetry}>Try again</Button>}
      </div>
    </div>
  );
}

export interface ObjectMessageProps {
  readonly name: string;
  readonly instanceCount: number;
  readonly source: string;
}

/** Reports, plans and documents say what they are. */
export function ObjectMessage({ name, instanceCount, source }: ObjectMessageProps) {
  const many = instanceCount > 1 ? `${instanceCount} of these` : 'It';
  return (
    <div className="tile-message" role="status">
      <div className="tile-message__card">
        <h2 className="tile-message__title">{name}</h2>
        <p>
          There is no picture in it. {many} {instanceCount > 1 ? 'are' : 'is'} stored whole
          {source === '' ? '' : `, as received from ${source}`}.
        </p>
      </div>
    </div>
  );
}
