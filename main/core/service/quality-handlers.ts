import type { qualityCommands } from '../../../preload/contract/quality.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { drawTrends } from '../quality/verdict/device-trends.ts';
import { labelOf } from '../quality/verdict/words.ts';
import type { Handlers } from './dispatch.ts';
import type { QualityDesk } from './quality-desk.ts';
import { groupLedger, toRoomState, toStudyQuality, toTask } from './quality-views.ts';
import { done, fail } from './reply.ts';

export interface QualityHandlerParts {
  readonly catalog: Catalog;
  readonly desk: QualityDesk;
  /** A person looks at this study: what of it waits comes first. */
  readonly judgeSoon: (studyInstanceUid: string) => void;
  readonly nowMs: () => number;
  /** Number of the newest event. */
  readonly sequence: () => number;
}

/** Rooms that sent nothing for so long are not shown. */
const ROOM_MEMORY_MS = 12 * 3_600_000;
/** Images that trends and totals are made from, at most. */
const MAX_IMAGES = 20_000;
const NOT_JUDGED = 'There is no verdict on this image yet.';

/** Answers the commands about quality. */
export function createQualityHandlers({
  catalog,
  desk,
  judgeSoon,
  nowMs,
  sequence,
}: QualityHandlerParts): Pick<Handlers, keyof typeof qualityCommands> {
  return {
    'quality.study': async ({ studyInstanceUid }) => {
      const [study] = await catalog.findStudyRows([studyInstanceUid]);
      if (study === undefined) return done(null);
      judgeSoon(studyInstanceUid);
      const verdict = await desk.judge(studyInstanceUid);
      return done(toStudyQuality(study, verdict, await catalog.quality.listGroupFindings(studyInstanceUid)));
    },
    'quality.tasks': async ({ list }) => {
      const asOf = sequence();
      const toCheck = (await catalog.quality.reports.listStudiesToCheck()).filter(({ lists }) =>
        lists.includes(list),
      );
      const rows = await catalog.findStudyRows(toCheck.map(({ studyInstanceUid }) => studyInstanceUid));
      const byUid = new Map(rows.map((row) => [row.studyInstanceUid, row]));
      const tasks = toCheck.flatMap((one) => {
        const study = byUid.get(one.studyInstanceUid);
        return study ? [toTask(study, one)] : [];
      });
      return done({ tasks, sequence: asOf });
    },
    'quality.review': async (input, actor) =>
      (await desk.review(input, actor)) ? done({}) : fail('not-found', NOT_JUDGED),
    'quality.unreview': async ({ sopInstanceUid }, actor) =>
      (await desk.unreview(sopInstanceUid, actor))
        ? done({})
        : fail('not-found', 'Nothing was decided about this image.'),
    'quality.judge-now': async ({ studyInstanceUid }) => {
      const [study] = await catalog.findStudyRows([studyInstanceUid]);
      if (study === undefined) return fail('not-found', 'This study is not in the archive.');
      await catalog.quality.forgetStudyVerdicts(studyInstanceUid);
      judgeSoon(studyInstanceUid);
      return done({});
    },
    'quality.rooms': async () =>
      done({ rooms: await catalog.quality.reports.listRooms(nowMs() - ROOM_MEMORY_MS) }),
    'quality.room': async ({ room }) => {
      const uid = await catalog.quality.reports.findNewestStudyOf(room, nowMs() - ROOM_MEMORY_MS);
      const [study] = uid === null ? [] : await catalog.findStudyRows([uid]);
      if (study === undefined) {
        return done({
          room,
          study: null,
          patientMayGo: false,
          sentence: 'No study lately',
          subjectSopInstanceUid: null,
          images: [],
        });
      }
      const { studyInstanceUid } = study;
      const verdict = await desk.judge(studyInstanceUid);
      const task = toTask(study, { studyInstanceUid, reasons: verdict.openReasons, lists: [] });
      return done(
        toRoomState(
          room,
          study,
          task,
          verdict,
          await catalog.quality.reports.listJudgeable(studyInstanceUid),
        ),
      );
    },
    'quality.ledger': async ({ fromMs, toMs }) => {
      const rows = await catalog.station.quality.listLedger(fromMs, toMs);
      const images = await catalog.quality.reports.listJudgedBetween(fromMs, toMs, MAX_IMAGES);
      const totals = (keyOf: (facts: (typeof images)[number]['facts']) => string) => {
        const counts = new Map<string, number>();
        for (const { facts } of images) counts.set(keyOf(facts), (counts.get(keyOf(facts)) ?? 0) + 1);
        return counts;
      };
      return done({
        rows,
        byDevice: groupLedger(
          rows,
          totals(({ device }) => device),
          ({ device }) => device,
        ),
        byRoom: groupLedger(
          rows,
          totals(({ device }) => device),
          ({ room }) => room,
        ),
        byProjection: groupLedger(
          rows,
          totals(({ projection }) => projection),
          ({ projection }) => projection,
        ),
        byOperator: groupLedger(
          rows,
          totals(({ operator }) => operator),
          ({ operator }) => operator,
        ),
        byReason: groupLedger(rows, new Map(), ({ reason }) => labelOf(reason)),
        imageCount: images.length,
      });
    },
    'quality.statistics': async ({ fromMs, toMs }) => {
      const { judgedCount, flaggedCount, byType } = await catalog.quality.reports.countJudged(fromMs, toMs);
      const reviews = await catalog.station.quality.listReviews(fromMs, toMs);
      const isAbout = (review: (typeof reviews)[number], type: string) =>
        review.findingType === null ? review.flaggedTypes.includes(type) : review.findingType === type;
      const agreed = reviews.filter(({ decision }) => decision !== 'overrule');
      const overruled = reviews.filter(({ decision }) => decision === 'overrule');
      const types = new Set([...byType.keys(), ...reviews.flatMap(({ flaggedTypes }) => flaggedTypes)]);
      return done({
        judgedCount,
        flaggedCount,
        agreedCount: agreed.length,
        overruledCount: overruled.length,
        byType: [...types].map((type) => ({
          type,
          flaggedCount: byType.get(type) ?? 0,
          agreedCount: agreed.filter((review) => isAbout(review, type)).length,
          overruledCount: overruled.filter((review) => isAbout(review, type)).length,
        })),
      });
    },
    'quality.trends': async ({ fromMs, toMs }) =>
      done({
        devices: drawTrends(await catalog.quality.reports.listJudgedBetween(fromMs, toMs, MAX_IMAGES)),
      }),
  };
}
