/** Where a study, series or instance lies; a missing UID means "all below the level above". */
export interface WebPath {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string | null;
  readonly sopInstanceUid: string | null;
}

/** The resources that are served under `/dicom-web` (PS3.18 section 10). */
export type WebRoute =
  | { readonly resource: 'metadata'; readonly place: WebPath }
  | { readonly resource: 'frames'; readonly place: WebPath; readonly frameNumbers: readonly number[] }
  | { readonly resource: 'instance'; readonly place: WebPath }
  | { readonly resource: 'thumbnail'; readonly place: WebPath };

const UID = '([^/]{1,128})';
const PATTERN = new RegExp(
  `^/dicom-web/studies/${UID}(?:/series/${UID}(?:/instances/${UID})?)?(?:/(metadata|thumbnail|frames/([\\d,]{1,2000})))?$`,
);

/** @returns null for a path that names nothing here; frame numbers count from 1 and are as many as were asked for */
export function parseWebRoute(pathname: string): WebRoute | null {
  const match = PATTERN.exec(pathname);
  if (match === null) return null;
  const [, study = '', series, instance, tail, frameList] = match;
  const place: WebPath = {
    studyInstanceUid: decodeUid(study),
    seriesInstanceUid: series === undefined ? null : decodeUid(series),
    sopInstanceUid: instance === undefined ? null : decodeUid(instance),
  };
  if (tail === 'metadata') return { resource: 'metadata', place };
  if (instance === undefined) return null;
  if (tail === undefined) return { resource: 'instance', place };
  if (tail === 'thumbnail') return { resource: 'thumbnail', place };
  const frameNumbers = (frameList ?? '').split(',').map(Number);
  return frameNumbers.every((number) => Number.isInteger(number) && number >= 1)
    ? { resource: 'frames', place, frameNumbers }
    : null;
}

function decodeUid(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // not percent-encoded: it names nothing, and the catalog says so
  }
}
