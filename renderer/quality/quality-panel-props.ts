import type { InstanceQuality, StudyQuality } from '../../preload/contract/quality.ts';
import type { StudyQualityState } from './use-study-quality.ts';

/** Where an image stands in the study, as the viewer counts. */
export interface ImagePlace {
  readonly sopInstanceUid: string;
  /** `image 17` or `frame 3`. */
  readonly name: string;
}

/** A finding that can be chosen: by a press on it, or by `G` and `Shift G`. */
export interface FindingPlace {
  readonly instance: InstanceQuality;
  /** Place among the findings of the image; -1 for an image that cannot be judged and has none. */
  readonly findingIndex: number;
}

/** What the viewer hands to the panel beside the picture. */
export interface QualityPanelProps {
  readonly state: StudyQualityState;
  /** Images of the stack in order, for the bars. */
  readonly images: readonly ImagePlace[];
  readonly shownSopInstanceUid: string | null;
  /** Findings of this image come first; the chosen one is what the keys are about. */
  readonly chosenFindingIndex: number;
  readonly areMarksShown: boolean;
  /** The four reasons are on screen and wait for a digit. */
  readonly isOverruling: boolean;
  readonly onShowImage: (sopInstanceUid: string) => void;
  readonly onChoose: (place: FindingPlace) => void;
  readonly onAgree: (place: FindingPlace) => void;
  readonly onStartOverruling: (place: FindingPlace) => void;
  readonly onOverrule: (reason: string) => void;
  readonly onLeaveOverruling: () => void;
  readonly onTakeBack: (instance: InstanceQuality) => void;
  readonly onToggleMarks: () => void;
  readonly onClose: () => void;
  readonly onJudgeAgain: () => void;
}

/** Every finding of a study, worst image first and within it as the core put them. Images that cannot be judged count too. */
export function findingPlaces(quality: Pick<StudyQuality, 'instances'>): readonly FindingPlace[] {
  return quality.instances.flatMap((instance) =>
    instance.findings.length > 0
      ? instance.findings.map((_, findingIndex) => ({ instance, findingIndex }))
      : instance.verdict === 'unknown'
        ? [{ instance, findingIndex: -1 }]
        : [],
  );
}

/** The finding that a key acts on; null when the image is good. */
export function placeOn(instance: InstanceQuality | null, findingIndex: number): FindingPlace | null {
  if (instance === null) return null;
  if (instance.findings.length === 0) {
    return instance.verdict === 'unknown' ? { instance, findingIndex: -1 } : null;
  }
  return { instance, findingIndex: Math.min(Math.max(0, findingIndex), instance.findings.length - 1) };
}
