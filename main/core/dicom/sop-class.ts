const DICOM_ROOT = '1.2.840.10008.';
/** PS3.6 registers storage SOP classes under this arc, and these few others. */
const STORAGE_ARC = '1.2.840.10008.5.1.4.1.1.';

const NOT_STORAGE_IN_ARC = new Set([
  '1.2.840.10008.5.1.4.1.1.200.4', // Protocol Approval Information Model - FIND, MOVE, GET
  '1.2.840.10008.5.1.4.1.1.200.5',
  '1.2.840.10008.5.1.4.1.1.200.6',
  '1.2.840.10008.5.1.4.1.1.201.2', // Inventory - FIND, MOVE, GET, Creation; Repository Query
  '1.2.840.10008.5.1.4.1.1.201.3',
  '1.2.840.10008.5.1.4.1.1.201.4',
  '1.2.840.10008.5.1.4.1.1.201.5',
  '1.2.840.10008.5.1.4.1.1.201.6',
  '1.2.840.10008.5.1.4.1.1.201.1.1', // Storage Management SOP Instance
]);

const STORAGE_OUTSIDE_ARC = new Set([
  '1.2.840.10008.5.1.1.27', // Stored Print Storage (retired)
  '1.2.840.10008.5.1.1.29', // Hardcopy Grayscale Image Storage (retired)
  '1.2.840.10008.5.1.1.30', // Hardcopy Color Image Storage (retired)
  '1.2.840.10008.5.1.4.34.1', // RT Beams Delivery Instruction Storage - Trial (retired)
  '1.2.840.10008.5.1.4.34.7', // RT Beams Delivery Instruction Storage
  '1.2.840.10008.5.1.4.34.10', // RT Brachy Application Setup Delivery Instruction Storage
  '1.2.840.10008.5.1.4.38.1', // Hanging Protocol Storage
  '1.2.840.10008.5.1.4.39.1', // Color Palette Storage
  '1.2.840.10008.5.1.4.43.1', // Generic Implant Template Storage
  '1.2.840.10008.5.1.4.44.1', // Implant Assembly Template Storage
  '1.2.840.10008.5.1.4.45.1', // Implant Template Group Storage
]);

export const VERIFICATION_SOP_CLASS = '1.2.840.10008.1.1';

/**
 * Whether objects of this SOP class are for keeping. Private and unknown classes outside the arc of DICOM are, because
 * a device that proposes one over C-STORE means it; a class of DICOM's own is when PS3.6 says so, or when it lies in
 * the arc of the storage classes and was registered after this list.
 */
export function isStorageSopClass(uid: string): boolean {
  if (!uid.startsWith(DICOM_ROOT)) return uid.length > 0;
  if (uid.startsWith(STORAGE_ARC)) return !NOT_STORAGE_IN_ARC.has(uid);
  return STORAGE_OUTSIDE_ARC.has(uid);
}

const NAMES: ReadonlyMap<string, string> = new Map([
  ['1', 'Computed Radiography Image'],
  ['1.1', 'Digital X-Ray Image'],
  ['1.1.1', 'Digital X-Ray Image (for processing)'],
  ['1.2', 'Digital Mammography Image'],
  ['1.2.1', 'Digital Mammography Image (for processing)'],
  ['1.3', 'Digital Intra-Oral X-Ray Image'],
  ['2', 'CT Image'],
  ['2.1', 'Enhanced CT Image'],
  ['3', 'Ultrasound Multi-frame Image'],
  ['3.1', 'Ultrasound Multi-frame Image'],
  ['4', 'MR Image'],
  ['4.1', 'Enhanced MR Image'],
  ['4.2', 'MR Spectroscopy'],
  ['5', 'Nuclear Medicine Image'],
  ['6', 'Ultrasound Image'],
  ['6.1', 'Ultrasound Image'],
  ['6.2', 'Enhanced Ultrasound Volume'],
  ['7', 'Secondary Capture Image'],
  ['7.1', 'Multi-frame Single Bit Secondary Capture Image'],
  ['7.2', 'Multi-frame Grayscale Byte Secondary Capture Image'],
  ['7.3', 'Multi-frame Grayscale Word Secondary Capture Image'],
  ['7.4', 'Multi-frame True Color Secondary Capture Image'],
  ['9.1.1', '12-lead ECG Waveform'],
  ['9.1.2', 'General ECG Waveform'],
  ['11.1', 'Grayscale Presentation State'],
  ['11.2', 'Color Presentation State'],
  ['12.1', 'X-Ray Angiographic Image'],
  ['12.1.1', 'Enhanced X-Ray Angiographic Image'],
  ['12.2', 'X-Ray Radiofluoroscopic Image'],
  ['13.1.3', 'Breast Tomosynthesis Image'],
  ['20', 'Nuclear Medicine Image'],
  ['30', 'Parametric Map'],
  ['66', 'Raw Data'],
  ['66.1', 'Spatial Registration'],
  ['66.4', 'Segmentation'],
  ['77.1.1', 'Endoscopic Image'],
  ['77.1.4', 'Photographic Image'],
  ['77.1.5.1', 'Ophthalmic Photography Image'],
  ['77.1.6', 'Whole Slide Microscopy Image'],
  ['88.11', 'Basic Text Report'],
  ['88.22', 'Enhanced Structured Report'],
  ['88.33', 'Comprehensive Structured Report'],
  ['88.59', 'Key Object Selection'],
  ['88.67', 'X-Ray Radiation Dose Report'],
  ['104.1', 'Encapsulated PDF'],
  ['104.2', 'Encapsulated CDA'],
  ['128', 'PET Image'],
  ['130', 'Enhanced PET Image'],
  ['481.1', 'RT Image'],
  ['481.2', 'RT Dose'],
  ['481.3', 'RT Structure Set'],
  ['481.5', 'RT Plan'],
  ['481.8', 'RT Ion Plan'],
]);

/** The storage SOP classes that have a name here. */
export const NAMED_STORAGE_SOP_CLASSES: readonly { readonly uid: string; readonly name: string }[] = [
  ...NAMES,
].map(([ending, name]) => ({ uid: STORAGE_ARC + ending, name }));

/** Name of a common storage SOP class for a person; null for the others. */
export function sopClassName(uid: string): string | null {
  return uid.startsWith(STORAGE_ARC) ? (NAMES.get(uid.slice(STORAGE_ARC.length)) ?? null) : null;
}
