/** Names of attributes for people, from the data dictionary that dcmjs carries (PS3.6 section 6). */
export type AttributeName = (tag: number) => string;

/** Loads the dictionary, which is large; nothing else in the core needs it. */
export async function loadAttributeNames(): Promise<AttributeName> {
  const { data } = await import('dcmjs');
  const { dictionary } = data.DicomMetaDictionary;
  return (tag) => {
    const keyword = dictionary[formatTag(tag)]?.name;
    return keyword === undefined ? 'Private or unknown' : toWords(keyword);
  };
}

/** `(0010,0020)` */
export function formatTag(tag: number): string {
  const hex = tag.toString(16).toUpperCase().padStart(8, '0');
  return `(${hex.slice(0, 4)},${hex.slice(4)})`;
}

/** `PatientID` becomes `Patient ID`, `SOPInstanceUID` becomes `SOP Instance UID`. */
function toWords(keyword: string): string {
  return keyword
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .replace(/\bIDs\b/g, 'IDs');
}
