import { useMemo, useState } from 'react';
import type { InstanceQuality } from '../../../preload/contract/quality.ts';
import {
  findingPlaces,
  placeOn,
  type FindingPlace,
  type ImagePlace,
  type QualityPanelProps,
} from '../../quality/quality-panel-props.ts';
import { imageName, instanceLevel } from '../../quality/quality-words.ts';
import { review, takeBack, type ReviewDeed } from '../../quality/review.ts';
import { useStudyQuality } from '../../quality/use-study-quality.ts';
import type { Toast } from '../../ui/toast-store.ts';
import type { StackTick } from './StackScrollBar.tsx';
import type { ImageStack } from './stacks.ts';
import type { ViewerApi } from './viewer-api.ts';

export interface ViewerQualityParts {
  readonly api: ViewerApi;
  readonly studyInstanceUid: string;
  readonly stack: ImageStack | null;
  readonly shownSopInstanceUid: string | null;
  /** Goes to the image, in whichever series it is; a multi-frame one at this frame. */
  readonly onShowImage: (sopInstanceUid: string, frameNumber: number) => void;
  readonly onSay: (toast: Omit<Toast, 'id'>) => void;
}

export interface ViewerQuality {
  /** Of the image on the screen; null while it is not judged. */
  readonly shown: InstanceQuality | null;
  readonly ticks: readonly StackTick[];
  readonly isOverruling: boolean;
  readonly panel: Omit<QualityPanelProps, 'areMarksShown' | 'onToggleMarks' | 'onClose'>;
  readonly step: (by: 1 | -1) => void;
  readonly agree: () => void;
  readonly startOverruling: () => void;
  readonly overrule: (reason: string) => void;
  readonly leaveOverruling: () => void;
  /** Null: there is no image to repeat. */
  readonly askRepeat: (() => void) | null;
}

/** What the check found, where a person stands in it, and what the keys do. */
export function useViewerQuality(parts: ViewerQualityParts): ViewerQuality {
  const { api, studyInstanceUid, stack, shownSopInstanceUid, onShowImage, onSay } = parts;
  const state = useStudyQuality(api, studyInstanceUid);
  const quality = state.status === 'ready' ? state.quality : null;
  /** Chosen on one image; on another the first finding is. */
  const [chosen, setChosen] = useState({ sopInstanceUid: '', findingIndex: 0 });
  const [overruled, setOverruled] = useState<FindingPlace | null>(null);
  const images = useMemo(() => (stack ? toImages(stack) : []), [stack]);
  const ticks = useMemo(() => (stack && quality ? toTicks(stack, quality.instances) : []), [stack, quality]);

  const shown =
    quality?.instances.find(({ sopInstanceUid }) => sopInstanceUid === shownSopInstanceUid) ?? null;
  const chosenFindingIndex = chosen.sopInstanceUid === shownSopInstanceUid ? chosen.findingIndex : 0;
  const here = placeOn(shown, chosenFindingIndex);
  const isOverruling = overruled !== null && isSamePlace(overruled, here);

  const choose = (place: FindingPlace) => {
    const { instance, findingIndex } = place;
    setChosen({ sopInstanceUid: instance.sopInstanceUid, findingIndex });
    setOverruled((now) => (now && isSamePlace(now, place) ? now : null));
    if (instance.sopInstanceUid !== shownSopInstanceUid)
      onShowImage(instance.sopInstanceUid, instance.frameNumber);
  };
  const decide = (place: FindingPlace, deed: Pick<ReviewDeed, 'decision' | 'reason'>) => {
    const { instance, findingIndex } = place;
    setOverruled(null);
    void review(
      api,
      {
        ...deed,
        sopInstanceUid: instance.sopInstanceUid,
        findingType: instance.findings[findingIndex]?.type ?? null,
        imageName: imageName(instance.instanceNumber),
      },
      onSay,
    );
  };
  const agreeOn = (place: FindingPlace) => {
    decide(place, { decision: 'agree', reason: '' });
  };
  const startOn = (place: FindingPlace) => {
    choose(place);
    setOverruled(place);
  };
  const overrule = (reason: string) => {
    if (overruled) decide(overruled, { decision: 'overrule', reason });
  };
  const leaveOverruling = () => {
    setOverruled(null);
  };

  return {
    shown,
    ticks,
    isOverruling,
    step: (by) => {
      const places = quality ? findingPlaces(quality) : [];
      const at = places.findIndex((place) => isSamePlace(place, here));
      const next =
        places[at < 0 ? (by > 0 ? 0 : places.length - 1) : (at + by + places.length) % places.length];
      if (next) choose(next);
    },
    agree: () => {
      if (here) agreeOn(here);
    },
    startOverruling: () => {
      if (here) startOn(here);
    },
    overrule,
    leaveOverruling,
    askRepeat:
      shownSopInstanceUid === null
        ? null
        : () => {
            const finding = here?.instance.findings[here.findingIndex];
            void review(
              api,
              {
                sopInstanceUid: shownSopInstanceUid,
                decision: 'repeat',
                findingType: finding?.type ?? null,
                reason: finding?.reason ?? 'Asked for in the viewer',
                imageName: imageName(shown?.instanceNumber ?? null),
              },
              onSay,
            );
          },
    panel: {
      state,
      images,
      shownSopInstanceUid,
      chosenFindingIndex,
      isOverruling,
      onShowImage: (sopInstanceUid) => {
        onShowImage(sopInstanceUid, 1);
      },
      onChoose: choose,
      onAgree: agreeOn,
      onStartOverruling: startOn,
      onOverrule: overrule,
      onLeaveOverruling: leaveOverruling,
      onTakeBack: (instance) => {
        void takeBack(api, instance.sopInstanceUid, imageName(instance.instanceNumber), onSay);
      },
      onJudgeAgain: () => {
        void api.call('quality.judge-now', { studyInstanceUid }).then((reply) => {
          onSay(
            reply.ok
              ? { level: 'info', text: 'This study is judged again, before others.' }
              : { level: 'repeat', text: `Not judged again: ${reply.error.message}` },
          );
        });
      },
    },
  };
}

function isSamePlace(a: FindingPlace, b: FindingPlace | null): boolean {
  return (
    b !== null && a.instance.sopInstanceUid === b.instance.sopInstanceUid && a.findingIndex === b.findingIndex
  );
}

/** Single images one by one; a clip is one image, however many frames it has. */
function toImages({ frames, series }: ImageStack): readonly ImagePlace[] {
  const numberOf = new Map(series.instances.map((each) => [each.sopInstanceUid, each.instanceNumber]));
  return [...new Set(frames.map((frame) => frame.sopInstanceUid))].map((sopInstanceUid, index) => ({
    sopInstanceUid,
    name: `Image ${numberOf.get(sopInstanceUid) ?? index + 1}`,
  }));
}

function toTicks({ frames }: ImageStack, instances: readonly InstanceQuality[]): readonly StackTick[] {
  const byUid = new Map(instances.map((instance) => [instance.sopInstanceUid, instance]));
  return frames.flatMap(({ sopInstanceUid, frameNumber }, index) => {
    const instance = byUid.get(sopInstanceUid);
    if (instance?.frameNumber !== frameNumber) return [];
    const level = instanceLevel(instance);
    return level === 'good' ? [] : [{ index, level }];
  });
}
