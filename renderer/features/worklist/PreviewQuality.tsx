import { useState } from 'react';
import type { StudyRow } from '../../../preload/contract/study.ts';
import { FindingCard } from '../../quality/FindingCard.tsx';
import { overruleReasons } from '../../quality/overrule-reasons.ts';
import { findingPlaces, type FindingPlace } from '../../quality/quality-panel-props.ts';
import { decisionOn, imageName, verdictCountsText } from '../../quality/quality-words.ts';
import { review, takeBack } from '../../quality/review.ts';
import type { QualityApi } from '../../quality/use-asked.ts';
import { useStudyQuality } from '../../quality/use-study-quality.ts';
import { isCovered, isTyping } from '../../ui/page-keys.ts';
import type { Toast } from '../../ui/toast-store.ts';
import { useWindowKeys } from '../../ui/use-window-keys.ts';

export interface PreviewQualityProps {
  readonly api: QualityApi;
  readonly study: StudyRow;
  readonly isVisible: boolean;
  readonly onSay: (toast: Omit<Toast, 'id'>) => void;
}

/** The worst finding of the study under the keyboard, to be agreed with or overruled. Good studies show nothing. */
export function PreviewQuality({ api, study, isVisible, onSay }: PreviewQualityProps) {
  const { verdict } = study.quality;
  const hasSomething = verdict !== null && verdict !== 'good';
  const state = useStudyQuality(api, isVisible && hasSomething ? study.studyInstanceUid : null);
  const [isOverruling, setOverruling] = useState(false);
  const quality = state.status === 'ready' ? state.quality : null;
  const places = quality ? findingPlaces(quality) : [];
  const place = places.find((each) => !isDecided(each)) ?? places[0];

  const decide = (decision: 'agree' | 'overrule', reason: string) => {
    if (!place) return;
    const { instance, findingIndex } = place;
    setOverruling(false);
    void review(
      api,
      {
        sopInstanceUid: instance.sopInstanceUid,
        decision,
        reason,
        findingType: instance.findings[findingIndex]?.type ?? null,
        imageName: imageName(instance.instanceNumber),
      },
      onSay,
    );
  };
  useWindowKeys((event) => {
    if (!isVisible || !place || isDecided(place) || isForOthers(event)) return;
    const answer = isOverruling ? overruleReasons.find(({ digit }) => digit === event.key) : undefined;
    if (answer) decide('overrule', answer.reason);
    else if (event.key === 'j') decide('agree', '');
    else if (event.key === 'J') setOverruling(true);
    else if (isOverruling && event.key === 'Escape') setOverruling(false);
    else return;
    event.preventDefault();
  });

  if (!quality || !place) return null;
  const { instance, findingIndex } = place;
  return (
    <section className="preview-quality" aria-label="Quality">
      <div className="preview-quality__head">
        <h3>Quality</h3>
        <span>{verdictCountsText(quality.countByVerdict)}</span>
      </div>
      <FindingCard
        instance={instance}
        finding={instance.findings[findingIndex] ?? null}
        place={imageName(instance.instanceNumber)}
        isChosen
        isOverruling={isOverruling}
        onAgree={() => {
          decide('agree', '');
        }}
        onStartOverruling={() => {
          setOverruling(true);
        }}
        onOverrule={(reason) => {
          decide('overrule', reason);
        }}
        onLeaveOverruling={() => {
          setOverruling(false);
        }}
        onTakeBack={() => {
          void takeBack(api, instance.sopInstanceUid, imageName(instance.instanceNumber), onSay);
        }}
      />
      {places.length > 1 && (
        <p className="preview-quality__more">
          {places.length - 1} more {places.length === 2 ? 'finding' : 'findings'}; the study shows them.
        </p>
      )}
    </section>
  );
}

function isDecided({ instance, findingIndex }: FindingPlace): boolean {
  return decisionOn(instance.findings[findingIndex]?.type ?? '', instance.reviews) !== null;
}

function isForOthers(event: KeyboardEvent): boolean {
  return isTyping(event) || isCovered(document) || event.altKey || event.ctrlKey || event.metaKey;
}
