/** The part of dcmjs that is used here; it has no types of its own. */
declare module 'dcmjs' {
  interface DictionaryEntry {
    readonly tag: string;
    readonly vr: string;
    /** Keyword, such as `PatientName`. */
    readonly name: string;
  }
  export const data: {
    readonly DicomMetaDictionary: {
      /** By tag, such as `(0010,0010)`. */
      readonly dictionary: Readonly<Record<string, DictionaryEntry | undefined>>;
    };
  };
}
