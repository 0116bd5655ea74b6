import { describe, expect, it } from 'vitest';
import { parseWebRoute } from './web-route.ts';

const place = { studyInstanceUid: '1.2', seriesInstanceUid: '1.3', sopInstanceUid: '1.4' };

describe('parseWebRoute', () => {
  it.each([
    {
      path: '/dicom-web/studies/1.2/series/1.3/instances/1.4/frames/1,3',
      route: { resource: 'frames', place, frameNumbers: [1, 3] },
    },
    { path: '/dicom-web/studies/1.2/series/1.3/instances/1.4', route: { resource: 'instance', place } },
    {
      path: '/dicom-web/studies/1.2/series/1.3/instances/1.4/thumbnail',
      route: { resource: 'thumbnail', place },
    },
    {
      path: '/dicom-web/studies/1.2/series/1.3/metadata',
      route: { resource: 'metadata', place: { ...place, sopInstanceUid: null } },
    },
    {
      path: '/dicom-web/studies/1.2/metadata',
      route: { resource: 'metadata', place: { ...place, seriesInstanceUid: null, sopInstanceUid: null } },
    },
    {
      path: '/dicom-web/studies/1.2%20/metadata',
      route: {
        resource: 'metadata',
        place: { studyInstanceUid: '1.2 ', seriesInstanceUid: null, sopInstanceUid: null },
      },
    },
  ])('reads $path', ({ path, route }) => {
    expect(parseWebRoute(path)).toEqual(route);
  });

  it.each([
    { path: '/dicom-web/studies/1.2', why: 'a whole study is not served yet' },
    { path: '/dicom-web/studies/1.2/series/1.3/thumbnail', why: 'a series has no picture of its own' },
    { path: '/dicom-web/studies/1.2/series/1.3/instances/1.4/frames/0', why: 'frames count from 1' },
    { path: '/dicom-web/studies/1.2/series/1.3/instances/1.4/frames/1,,2', why: 'an empty frame number' },
    { path: '/dicom-web/studies/1.2/../../etc/passwd', why: 'no such resource' },
  ])('knows no $path: $why', ({ path }) => {
    expect(parseWebRoute(path)).toBeNull();
  });
});
