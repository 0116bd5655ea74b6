import type { ConnectOptions } from '../../association/connect-association.ts';
import { MAX_CONTEXTS } from '../../association/scu/scu-options.ts';
import {
  EXPLICIT_VR_LITTLE_ENDIAN,
  IMPLICIT_VR_LITTLE_ENDIAN,
  TRANSFER_SYNTAXES,
} from '../../dicom/transfer-syntax.ts';
import { STUDY_ROOT } from '../query/study-root.ts';

type Contexts = ConnectOptions['contexts'];

const PLAIN = [EXPLICIT_VR_LITTLE_ENDIAN, IMPLICIT_VR_LITTLE_ENDIAN];

/** Those that archives mostly hold. */
const USUAL_SYNTAXES: readonly string[] = [
  ...PLAIN,
  '1.2.840.10008.1.2.4.70', // JPEG lossless
  '1.2.840.10008.1.2.4.90', // JPEG 2000 lossless
  '1.2.840.10008.1.2.4.80', // JPEG-LS lossless
  '1.2.840.10008.1.2.4.50', // JPEG of 8 bits
  '1.2.840.10008.1.2.5', // RLE
  '1.2.840.10008.1.2.4.91', // JPEG 2000
  '1.2.840.10008.1.2.4.51', // JPEG of 12 bits
  '1.2.840.10008.1.2.4.81', // JPEG-LS near lossless
  '1.2.840.10008.1.2.4.57', // JPEG lossless, any predictor
];
const SYNTAXES: readonly string[] = [
  ...USUAL_SYNTAXES,
  ...TRANSFER_SYNTAXES.filter(({ uid, carriesPixels }) => carriesPixels && !USUAL_SYNTAXES.includes(uid)).map(
    ({ uid }) => uid,
  ),
];

/** DCMTK 3.6.7 hangs up on a context with more than 50. */
const MAX_SYNTAXES_IN_CONTEXT = 32;

/** Asked for where a station does not say what kinds of images a study holds. */
const USUAL_SOP_CLASSES: readonly string[] = [
  '1.2.840.10008.5.1.4.1.1.2', // CT
  '1.2.840.10008.5.1.4.1.1.2.1', // Enhanced CT
  '1.2.840.10008.5.1.4.1.1.4', // MR
  '1.2.840.10008.5.1.4.1.1.4.1', // Enhanced MR
  '1.2.840.10008.5.1.4.1.1.1', // CR
  '1.2.840.10008.5.1.4.1.1.1.1', // DX for presentation
  '1.2.840.10008.5.1.4.1.1.1.2', // Mammography for presentation
  '1.2.840.10008.5.1.4.1.1.13.1.3', // Breast tomosynthesis
  '1.2.840.10008.5.1.4.1.1.6.1', // Ultrasound
  '1.2.840.10008.5.1.4.1.1.3.1', // Ultrasound, several frames
  '1.2.840.10008.5.1.4.1.1.7', // Secondary Capture
  '1.2.840.10008.5.1.4.1.1.12.1', // X-ray angiography
  '1.2.840.10008.5.1.4.1.1.12.2', // X-ray fluoroscopy
  '1.2.840.10008.5.1.4.1.1.20', // Nuclear medicine
  '1.2.840.10008.5.1.4.1.1.128', // PET
  '1.2.840.10008.5.1.4.1.1.481.1', // RT image
  '1.2.840.10008.5.1.4.1.1.481.2', // RT dose
  '1.2.840.10008.5.1.4.1.1.481.3', // RT structure set
  '1.2.840.10008.5.1.4.1.1.481.5', // RT plan
  '1.2.840.10008.5.1.4.1.1.66.4', // Segmentation
  '1.2.840.10008.5.1.4.1.1.11.1', // Grayscale presentation state
  '1.2.840.10008.5.1.4.1.1.88.11', // Basic Text SR
  '1.2.840.10008.5.1.4.1.1.88.22', // Enhanced SR
  '1.2.840.10008.5.1.4.1.1.88.33', // Comprehensive SR
  '1.2.840.10008.5.1.4.1.1.88.59', // Key Object Selection
  '1.2.840.10008.5.1.4.1.1.88.67', // X-ray dose SR
  '1.2.840.10008.5.1.4.1.1.104.1', // Encapsulated PDF
];

export const FIND_CONTEXTS: Contexts = [{ sopClassUid: STUDY_ROOT.find, transferSyntaxUids: PLAIN }];
export const MOVE_CONTEXTS: Contexts = [{ sopClassUid: STUDY_ROOT.move, transferSyntaxUids: PLAIN }];

/**
 * For a C-GET: one context for each pair of kind of image and transfer syntax, as far as they go, so that the other side can
 * send every image as it has it. Of several syntaxes in one context it would have to choose one for all.
 *
 * @param sopClassUids those of the images that will come; empty when that is not known
 */
export function getContexts(sopClassUids: readonly string[]): Contexts {
  const classes = sopClassUids.length === 0 ? USUAL_SOP_CLASSES : sopClassUids.slice(0, MAX_CONTEXTS - 1);
  const room = Math.floor((MAX_CONTEXTS - 1) / classes.length);
  const single = room >= SYNTAXES.length ? SYNTAXES : SYNTAXES.slice(0, room - 1);
  const together = SYNTAXES.slice(single.length, single.length + MAX_SYNTAXES_IN_CONTEXT);
  return [
    { sopClassUid: STUDY_ROOT.get, transferSyntaxUids: PLAIN },
    ...classes.flatMap((sopClassUid) => [
      ...single.map((uid) => ({ sopClassUid, transferSyntaxUids: [uid], role: 'scp' as const })),
      ...(together.length > 0 ? [{ sopClassUid, transferSyntaxUids: together, role: 'scp' as const }] : []),
    ]),
  ];
}
