/** Why a finding is wrong or does not matter. The digit is the key after `Shift J`. */
export const overruleReasons = [
  { digit: '1', reason: 'It is not there' },
  { digit: '2', reason: 'There, and good enough to read' },
  { digit: '3', reason: 'It is an implant, or anatomy' },
  { digit: '4', reason: 'Cannot be better with this patient' },
] as const;

/** Why an image is thrown away, after the list of AAPM TG-305. */
export const rejectReasons = [
  { digit: '1', reason: 'Positioning' },
  { digit: '2', reason: 'Motion' },
  { digit: '3', reason: 'Exposure' },
  { digit: '4', reason: 'Anatomy cut off' },
  { digit: '5', reason: 'Artifact or foreign object' },
  { digit: '6', reason: 'Wrong patient, side or body part' },
  { digit: '7', reason: 'Test image' },
] as const;
