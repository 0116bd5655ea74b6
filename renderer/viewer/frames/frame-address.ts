/** Names one frame of one instance of a series. Frames count from 1 (PS3.18 section 10.4.1). */
export interface FrameAddress {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  readonly frameNumber: number;
}

export const FRAME_SCHEME = 'bucky';

/** Image id for cornerstone: a scheme and the path below the service root. UIDs of real devices are not always digits and dots. */
export function toImageId(frame: FrameAddress): string {
  return `${FRAME_SCHEME}:${instancePath(frame)}/frames/${frame.frameNumber}`;
}

export function frameUrl(frame: FrameAddress): string {
  return `${instanceUrl(frame)}/frames/${frame.frameNumber}`;
}

export function instanceUrl(instance: Omit<FrameAddress, 'frameNumber'>): string {
  return `/dicom-web/${instancePath(instance)}`;
}

export function seriesUrl(series: Pick<FrameAddress, 'studyInstanceUid' | 'seriesInstanceUid'>): string {
  return `/dicom-web/${seriesPath(series)}`;
}

function instancePath(instance: Omit<FrameAddress, 'frameNumber'>): string {
  return `${seriesPath(instance)}/instances/${encodeURIComponent(instance.sopInstanceUid)}`;
}

function seriesPath(series: Pick<FrameAddress, 'studyInstanceUid' | 'seriesInstanceUid'>): string {
  return `studies/${encodeURIComponent(series.studyInstanceUid)}/series/${encodeURIComponent(series.seriesInstanceUid)}`;
}
