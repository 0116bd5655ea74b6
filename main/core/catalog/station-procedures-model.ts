import type { PersonName } from '../dicom/instance-header.ts';

/** Where a scheduled procedure step stands. The last two are final. */
export const STEP_STATUSES = ['scheduled', 'arrived', 'in-progress', 'completed', 'discontinued'] as const;
export type StepStatus = (typeof STEP_STATUSES)[number];

/** Who entered a step. */
export type StepSource = 'person' | 'csv' | 'hl7';

/** Requested Procedure Priority (0040,1003) as the worklist of studies names it: STAT, HIGH, ROUTINE. */
export type StepPriority = 'stat' | 'urgent' | 'routine';

/** One item of a code sequence (PS3.3 section 8). */
export interface CodedEntry {
  readonly value: string;
  readonly scheme: string;
  readonly meaning: string;
}

/** The patient as ordered. Empty text and null mean that nobody said. */
export interface OrderedPatient {
  readonly patientName: PersonName;
  readonly patientId: string;
  readonly issuerOfPatientId: string;
  /** `YYYY-MM-DD` */
  readonly patientBirthDate: string | null;
  /** M, F, O or empty. */
  readonly patientSex: string;
  readonly patientWeightKg: number | null;
  readonly patientSizeM: number | null;
  readonly allergies: string;
  readonly medicalAlerts: string;
  /** Pregnancy Status (0010,21C0): 1 not pregnant, 2 possibly, 3 definitely pregnant, 4 unknown. */
  readonly pregnancyStatus: number | null;
  readonly specialNeeds: string;
  readonly patientState: string;
  readonly patientComments: string;
  readonly admissionId: string;
  readonly patientLocation: string;
}

/** What is to be done, to whom, where and when: what a person, a line of a file or an HL7 message says. */
export interface StepOrder extends OrderedPatient {
  readonly accessionNumber: string;
  readonly placerOrderNumber: string;
  readonly fillerOrderNumber: string;
  readonly referringPhysician: PersonName;
  readonly requestingPhysician: PersonName;
  readonly requestingService: string;
  readonly requestedProcedureId: string;
  readonly requestedProcedureDescription: string;
  readonly requestedProcedureCode: CodedEntry | null;
  readonly reason: string;
  readonly priority: StepPriority;
  /** Made by us when the order brings none. */
  readonly studyInstanceUid: string;
  /** Scheduled Procedure Step ID (0040,0009), unique here; made by us when the order brings none. */
  readonly stepId: string;
  readonly stepDescription: string;
  readonly protocolCodes: readonly CodedEntry[];
  readonly modality: string;
  /** Scheduled Station AE Title (0040,0001); empty: any device of that modality. */
  readonly stationAeTitles: readonly string[];
  readonly stationName: string;
  readonly stepLocation: string;
  readonly performingPhysician: PersonName;
  /** `YYYY-MM-DD`, in the time of the clinic. */
  readonly startDate: string;
  /** `HH:MM:SS` */
  readonly startTime: string;
  readonly preMedication: string;
  readonly contrastAgent: string;
  readonly stepComments: string;
  /** How many images the step will give, when that is known beforehand. */
  readonly expectedImageCount: number | null;
}

export interface ScheduledStep extends StepOrder {
  readonly stepKey: number;
  readonly status: StepStatus;
  readonly source: StepSource;
  readonly createdAtMs: number;
  readonly changedAtMs: number;
}

export type PerformedStatus = 'in-progress' | 'completed' | 'discontinued';

/** A modality performed procedure step as its device reported it (PS3.4 section F.7). */
export interface PerformedStep {
  readonly sopInstanceUid: string;
  readonly status: PerformedStatus;
  /** Steps that it performs; none for an examination that nobody scheduled. */
  readonly stepKeys: readonly number[];
  /** Study Instance UIDs of its Scheduled Step Attributes Sequence (0040,0270). */
  readonly studyInstanceUids: readonly string[];
  /** SOP Instance UIDs that it says it made, each once; images and others. */
  readonly announcedInstanceUids: readonly string[];
  /** Everything that N-CREATE and N-SET brought, merged; Explicit VR Little Endian. */
  readonly dataSet: Buffer;
  readonly callingAeTitle: string;
  readonly createdAtMs: number;
  readonly changedAtMs: number;
}

/** What was announced of a study. */
export interface StudyAnnouncement {
  readonly studyInstanceUid: string;
  readonly expectedCount: number;
  /** No more will be announced: every performed step of the study has ended, or a person said the number. */
  readonly isFinal: boolean;
  /** Empty when only a number is known. */
  readonly instanceUids: readonly string[];
}
