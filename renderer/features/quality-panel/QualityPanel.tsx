import { Eye, EyeOff } from 'lucide-react';
import type { InstanceQuality, StudyQuality } from '../../../preload/contract/quality.ts';
import { FindingCard } from '../../quality/FindingCard.tsx';
import {
  findingPlaces,
  placeOn,
  type FindingPlace,
  type QualityPanelProps,
} from '../../quality/quality-panel-props.ts';
import {
  findingLevel,
  findingWord,
  imageName,
  instanceLevel,
  scoreText,
  verdictCountsText,
  verdictWord,
} from '../../quality/quality-words.ts';
import { Button } from '../../ui/Button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Flag } from '../../ui/Flag.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { JudgingArc } from '../../ui/JudgingArc.tsx';
import { KeyCap } from '../../ui/KeyCap.tsx';
import { ScoreBars, type ScoreBar } from '../../ui/ScoreBars.tsx';
import { HistogramPart, JudgedBy, MeasuredPart, PlainFacts, WhatHappened } from './ImageParts.tsx';
import './quality-panel.css';

/** Findings of other images that are listed before the rest is only counted. */
const MOST_OTHERS = 12;
const WIDE_PX = 332;
const NARROW_PX = 292;

/** What the check found in this image and in the study, with a person's yes or no beside it. */
export function QualityPanel(props: QualityPanelProps) {
  const { state, images, areMarksShown, onToggleMarks, onClose } = props;
  const isWide = images.length === 1;
  return (
    <aside className={classNames('quality-panel', isWide && 'quality-panel--wide')} aria-label="Quality">
      <header className="quality-panel__head">
        <h2>Quality</h2>
        <button
          type="button"
          className="quality-panel__toggle"
          aria-pressed={areMarksShown}
          onClick={onToggleMarks}
        >
          {areMarksShown ? 'Marks on' : 'Marks off'}
          <Icon of={areMarksShown ? Eye : EyeOff} size="small" />
          <KeyCap isSilent>O</KeyCap>
        </button>
        <button type="button" className="quality-panel__toggle" onClick={onClose}>
          Panel <KeyCap isSilent>Ctrl Q</KeyCap>
        </button>
      </header>
      {state.status === 'failed' ? (
        <p className="quality-panel__words">What was found cannot be shown. {state.message}</p>
      ) : state.status === 'loading' ? null : state.quality === null ? (
        <p className="quality-panel__words">
          Nothing of this study was judged. It has no images, or none has come yet.
        </p>
      ) : (
        <PanelBody {...props} quality={state.quality} widthPx={isWide ? WIDE_PX : NARROW_PX} />
      )}
    </aside>
  );
}

type BodyProps = QualityPanelProps & { readonly quality: StudyQuality; readonly widthPx: number };

function PanelBody(props: BodyProps) {
  const { quality, images, shownSopInstanceUid, widthPx } = props;
  const shown = quality.instances.find(({ sopInstanceUid }) => sopInstanceUid === shownSopInstanceUid);
  return (
    <div className="quality-panel__scroll">
      {images.length > 1 && <ScoresPart {...props} />}
      <section className="quality-panel__part" aria-label="What was found">
        {shown ? <ShownImage {...props} instance={shown} /> : <NotJudged {...props} />}
      </section>
      <StudyFindings quality={quality} />
      <OtherImages {...props} />
      {shown && (
        <>
          <MeasuredPart metrics={shown.metrics} isWide={images.length === 1} />
          <HistogramPart bins={shown.histogram} widthPx={widthPx} />
          <PlainFacts instance={shown} quality={quality} />
          <WhatHappened instance={shown} />
          <JudgedBy instance={shown} onJudgeAgain={props.onJudgeAgain} />
        </>
      )}
    </div>
  );
}

function ScoresPart({ quality, images, shownSopInstanceUid, widthPx, onShowImage }: BodyProps) {
  const byUid = new Map(quality.instances.map((instance) => [instance.sopInstanceUid, instance]));
  const bars = images.map(({ sopInstanceUid, name }) => toBar(name, byUid.get(sopInstanceUid)));
  const { judgedCount, imageCount } = quality;
  return (
    <section className="quality-panel__part">
      <div className="quality-panel__title">
        <h3>Score per image</h3>
        <span>{verdictCountsText(quality.countByVerdict)}</span>
      </div>
      <ScoreBars
        bars={bars}
        shownIndex={images.findIndex(({ sopInstanceUid }) => sopInstanceUid === shownSopInstanceUid)}
        label="Score per image"
        widthPx={widthPx}
        onShow={(index) => {
          const image = images[index];
          if (image) onShowImage(image.sopInstanceUid);
        }}
      />
      {judgedCount < imageCount && (
        <p className="quality-panel__judging" role="status">
          <JudgingArc /> {judgedCount} of {imageCount} judged
        </p>
      )}
    </section>
  );
}

function toBar(name: string, instance: InstanceQuality | undefined): ScoreBar {
  if (!instance) return { score: null, level: null, label: `${name}, not judged yet` };
  const { score, verdict } = instance;
  const number = score === null ? '' : `, ${scoreText(score)}`;
  return {
    score: score ?? 0.1,
    level: instanceLevel(instance),
    label: `${name}${number}, ${verdictWord(verdict).toLowerCase()}`,
  };
}

function ShownImage(props: BodyProps & { readonly instance: InstanceQuality }) {
  const { instance, chosenFindingIndex } = props;
  if (instance.findings.length === 0 && instance.verdict !== 'unknown') {
    return (
      <article className="finding-card finding-card--good">
        <div className="finding-card__head">
          <Flag level="good" />
          <h4 className="finding-card__title">Nothing found</h4>
          <ScoreOf instance={instance} />
        </div>
        {instance.recommendation !== '' && <p className="finding-card__reason">{instance.recommendation}</p>}
      </article>
    );
  }
  const chosen = placeOn(instance, chosenFindingIndex);
  const findings = instance.findings.length === 0 ? [null] : instance.findings;
  return (
    <>
      <div className="quality-panel__title">
        <h3>This image</h3>
        <ScoreOf instance={instance} />
      </div>
      {findings.map((finding, index) => {
        const place: FindingPlace = { instance, findingIndex: finding === null ? -1 : index };
        const isChosen = chosen?.findingIndex === place.findingIndex;
        return (
          <FindingCard
            key={finding?.type ?? 'unknown'}
            instance={instance}
            finding={finding}
            place=""
            isChosen={isChosen}
            isOverruling={isChosen && props.isOverruling}
            onChoose={() => {
              props.onChoose(place);
            }}
            onAgree={() => {
              props.onAgree(place);
            }}
            onStartOverruling={() => {
              props.onStartOverruling(place);
            }}
            onOverrule={props.onOverrule}
            onLeaveOverruling={props.onLeaveOverruling}
            onTakeBack={() => {
              props.onTakeBack(instance);
            }}
          />
        );
      })}
    </>
  );
}

function ScoreOf({ instance: { score } }: { readonly instance: InstanceQuality }) {
  return <span className="finding-card__number">{score === null ? '' : `score ${scoreText(score)}`}</span>;
}

function NotJudged({ quality, shownSopInstanceUid, onJudgeAgain }: BodyProps) {
  if (shownSopInstanceUid === null) return null;
  const isAtWork = quality.judgedCount < quality.imageCount;
  return (
    <div className="quality-panel__judging">
      {isAtWork ? (
        <>
          <JudgingArc /> This image is not judged yet. {quality.judgedCount} of {quality.imageCount} are.
        </>
      ) : (
        <>
          <Flag level="unknown" /> This image was not judged.
          <Button onClick={onJudgeAgain}>Judge it now</Button>
        </>
      )}
    </div>
  );
}

/** Missing slices, repeats and the like: of a series or of the whole study. */
function StudyFindings({ quality }: { readonly quality: StudyQuality }) {
  if (quality.findings.length === 0) return null;
  return (
    <section className="quality-panel__part" aria-label="Series and study">
      <div className="quality-panel__title">
        <h3>Series and study</h3>
      </div>
      <ul className="quality-panel__list">
        {quality.findings.map((finding) => (
          <li key={`${finding.type} ${finding.seriesInstanceUid ?? ''}`} className="quality-panel__line">
            <Flag level={findingLevel(finding, 'check')} label="Look at it" />
            <span>
              <b>{findingWord(finding.type)}.</b> {finding.reason}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function OtherImages({ quality, shownSopInstanceUid, onChoose }: BodyProps) {
  const others = findingPlaces(quality).filter(
    ({ instance }) => instance.sopInstanceUid !== shownSopInstanceUid,
  );
  if (others.length === 0) return null;
  return (
    <section className="quality-panel__part" aria-label="Other images">
      <div className="quality-panel__title">
        <h3>Other images</h3>
        <span className="quality-panel__keys">
          next <KeyCap>G</KeyCap> before <KeyCap>Shift G</KeyCap>
        </span>
      </div>
      <ul className="quality-panel__list">
        {others.slice(0, MOST_OTHERS).map((place) => {
          const { instance, findingIndex } = place;
          const finding = instance.findings[findingIndex];
          return (
            <li key={`${instance.sopInstanceUid} ${findingIndex}`}>
              <button
                type="button"
                className="quality-panel__jump"
                onClick={() => {
                  onChoose(place);
                }}
              >
                <Flag level={finding ? findingLevel(finding, instance.verdict) : 'unknown'} />
                <span className="u-ellipsis">
                  {finding ? findingWord(finding.type) : 'Cannot judge'}, {imageName(instance.instanceNumber)}
                </span>
                <span className="finding-card__number">
                  {instance.score === null ? '' : scoreText(instance.score)}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
      {others.length > MOST_OTHERS && (
        <p className="chart-sentence">and {others.length - MOST_OTHERS} more</p>
      )}
    </section>
  );
}
