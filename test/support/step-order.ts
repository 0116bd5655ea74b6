import type { StepOrder } from '../../main/core/catalog/station-procedures-model.ts';
import { toPersonName } from '../../main/core/dicom/attribute-reader.ts';

const nobody = toPersonName('');

/** An order that a clinic would write; a test states only what it is about. */
export function aStepOrder(overrides: Partial<StepOrder> = {}): StepOrder {
  return {
    patientName: toPersonName('Muster^Berta'),
    patientId: 'K-1',
    issuerOfPatientId: '',
    patientBirthDate: '1960-05-01',
    patientSex: 'F',
    patientWeightKg: null,
    patientSizeM: null,
    allergies: '',
    medicalAlerts: '',
    pregnancyStatus: null,
    specialNeeds: '',
    patientState: '',
    patientComments: '',
    admissionId: '',
    patientLocation: '',
    accessionNumber: 'A-1',
    placerOrderNumber: '',
    fillerOrderNumber: '',
    referringPhysician: nobody,
    requestingPhysician: nobody,
    requestingService: '',
    requestedProcedureId: 'RP-1',
    requestedProcedureDescription: 'Head',
    requestedProcedureCode: null,
    reason: '',
    priority: 'routine',
    studyInstanceUid: '1.2.3',
    stepId: 'SPS-1',
    stepDescription: 'Head without contrast',
    protocolCodes: [],
    modality: 'CT',
    stationAeTitles: ['CT_1'],
    stationName: '',
    stepLocation: '',
    performingPhysician: nobody,
    startDate: '2026-11-24',
    startTime: '10:30:00',
    preMedication: '',
    contrastAgent: '',
    stepComments: '',
    expectedImageCount: null,
    ...overrides,
  };
}
