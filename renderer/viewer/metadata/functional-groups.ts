import { readItems, type DicomJsonDataSet } from './dicom-json.ts';

const SHARED_FUNCTIONAL_GROUPS = '52009229';
const PER_FRAME_FUNCTIONAL_GROUPS = '52009230';

/**
 * The data set as it holds for one frame: elements of the shared and then of the frame's own functional groups stand
 * beside those of the image, so that enhanced and classic images are read alike (PS3.3 C.7.6.16).
 */
export function flattenFrame(dataSet: DicomJsonDataSet, frameNumber: number): DicomJsonDataSet {
  const shared = readItems(dataSet, SHARED_FUNCTIONAL_GROUPS)[0];
  const own = readItems(dataSet, PER_FRAME_FUNCTIONAL_GROUPS)[frameNumber - 1];
  if (!shared && !own) return dataSet;
  return { ...dataSet, ...flattenMacros(shared), ...flattenMacros(own) };
}

/** Each macro is a sequence of one item. */
function flattenMacros(group: DicomJsonDataSet | undefined): DicomJsonDataSet {
  if (!group) return {};
  const macros = Object.keys(group).map((tag) => readItems(group, tag)[0] ?? {});
  return Object.assign({}, ...macros) as DicomJsonDataSet; // Object.assign with a spread is typed any
}
