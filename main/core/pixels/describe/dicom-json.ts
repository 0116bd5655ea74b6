/**
 * Reads single values out of the DICOM JSON model (PS3.18 Annex F). What is absent or of another type than the standard
 * says reads as undefined: the metadata of a stored object is as good as the device that made it.
 */
export class DicomJsonItem {
  readonly #attributes: Readonly<Record<string, unknown>>;

  constructor(attributes: unknown) {
    this.#attributes = isRecord(attributes) ? attributes : {};
  }

  has(tag: string): boolean {
    return tag in this.#attributes;
  }

  text(tag: string): string | undefined {
    const value = this.#values(tag)[0];
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
  }

  /** All values that are text. */
  texts(tag: string): readonly string[] {
    return this.#values(tag).filter((value) => typeof value === 'string');
  }

  /** Alphabetic group of the first person's name. */
  alphabetic(tag: string): string | undefined {
    const [name] = this.#values(tag);
    const group = isRecord(name) ? name['Alphabetic'] : undefined;
    return typeof group === 'string' && group.trim() !== '' ? group.trim() : undefined;
  }

  /** All values that are finite numbers; those of DS and IS may come as text. */
  numbers(tag: string): readonly number[] {
    return this.#values(tag)
      .filter((value) => typeof value === 'number' || (typeof value === 'string' && value.trim() !== ''))
      .map(Number)
      .filter(Number.isFinite);
  }

  number(tag: string): number | undefined {
    return this.numbers(tag)[0];
  }

  items(tag: string): readonly DicomJsonItem[] {
    return this.#values(tag).map((value) => new DicomJsonItem(value));
  }

  /** Bytes of an InlineBinary value, little endian. */
  bytes(tag: string): Buffer | undefined {
    const inline = this.#element(tag)['InlineBinary'];
    return typeof inline === 'string' ? Buffer.from(inline, 'base64') : undefined;
  }

  #element(tag: string): Readonly<Record<string, unknown>> {
    const element = this.#attributes[tag];
    return isRecord(element) ? element : {};
  }

  #values(tag: string): readonly unknown[] {
    const values = this.#element(tag)['Value'];
    return Array.isArray(values) ? values : [];
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
