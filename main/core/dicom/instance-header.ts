/** The three groups of a person's name (PS3.5 section 6.2.1), each as stored, component delimiters `^` included. */
export interface PersonName {
  readonly alphabetic: string;
  readonly ideographic: string;
  readonly phonetic: string;
}

/**
 * What the catalog keeps of one instance: values decoded by Specific Character Set (0008,0005), padding trimmed.
 * A missing or empty attribute is an empty string, or null for numbers. Dates and times are as stored (DA, TM), unchecked.
 */
export interface InstanceHeader {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly specificCharacterSet: string;
  readonly patientId: string;
  readonly issuerOfPatientId: string;
  readonly patientName: PersonName;
  readonly patientBirthDate: string;
  readonly patientSex: string;
  readonly patientAge: string;
  readonly studyDate: string;
  readonly studyTime: string;
  readonly studyDescription: string;
  readonly studyId: string;
  readonly accessionNumber: string;
  readonly referringPhysicianName: PersonName;
  /** Requested Procedure Priority (0040,1003) or, in its absence, empty. */
  readonly requestedProcedurePriority: string;
  readonly modality: string;
  readonly seriesNumber: number | null;
  readonly seriesDescription: string;
  readonly seriesDate: string;
  readonly seriesTime: string;
  readonly bodyPartExamined: string;
  readonly laterality: string;
  readonly viewPosition: string;
  readonly protocolName: string;
  readonly manufacturer: string;
  readonly manufacturerModelName: string;
  readonly stationName: string;
  readonly institutionName: string;
  readonly instanceNumber: number | null;
  readonly acquisitionNumber: number | null;
  readonly contentDate: string;
  readonly contentTime: string;
  /** 1 when absent. */
  readonly numberOfFrames: number;
  readonly rows: number | null;
  readonly columns: number | null;
  readonly bitsAllocated: number | null;
  readonly photometricInterpretation: string;
  readonly imagePositionPatient: readonly number[] | null;
  readonly imageOrientationPatient: readonly number[] | null;
  readonly sliceLocation: number | null;
}
