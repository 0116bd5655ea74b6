import type { InstanceToSend } from '../catalog/queries/retrieval-rows.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { InstanceStore } from '../store/instance-store.ts';
import { chooseSyntax, type SyntaxWishes } from './choose-syntax.ts';
import { StoredDataSet } from './stored-data-set.ts';
import type { Transcoder } from './transcode/transcoder.ts';

/** An object ready to leave. Dispose it when the other side has answered. */
export interface PreparedInstance extends AsyncDisposable {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly dataSet: AsyncIterable<Buffer>;
}

/** Plain words: why an object cannot be sent. */
export type NotSendable = string;

export interface OutgoingParts {
  readonly store: Pick<InstanceStore, 'readerOf' | 'pathOf'>;
  readonly transcoder: Transcoder;
}

/**
 * The one way by which a stored object becomes what another station gets, whoever asked for it. Here, between the stored
 * bytes and the association, is where demographic corrections are applied on the way out: an object that has some takes
 * the way of the transcoder, with its own transfer syntax as the target; all others leave byte for byte.
 *
 * @param accepted transfer syntaxes that the other side takes for its SOP class
 */
export async function prepareInstance(
  instance: InstanceToSend,
  accepted: readonly string[],
  wishes: SyntaxWishes,
  { store, transcoder }: OutgoingParts,
): Promise<Result<PreparedInstance, NotSendable>> {
  const { sopClassUid, sopInstanceUid, transferSyntaxUid: stored } = instance;
  if (accepted.length === 0) return err('The other side does not take this kind of object.');
  const target = chooseSyntax(stored, accepted, wishes);
  if (target === null) return err('The other side takes it in no form that can be made without loss.');
  const identity = { sopClassUid, sopInstanceUid, transferSyntaxUid: target };
  if (target === stored) {
    const source = new StoredDataSet(store, instance);
    if (!(await source.isReadable())) {
      await source[Symbol.asyncDispose]();
      return err('Its file cannot be read.');
    }
    return ok({
      ...identity,
      dataSet: source.bytes(),
      [Symbol.asyncDispose]: () => source[Symbol.asyncDispose](),
    });
  }
  const made = await transcoder.transcode({
    filePath: store.pathOf(instance.objectName),
    dataSetOffset: instance.dataSetOffset,
    dataSetSha256: instance.dataSetSha256,
    storedSyntaxUid: stored,
    targetSyntaxUid: target,
  });
  if (!made.ok) return made;
  return ok({
    ...identity,
    dataSet: inOnePiece(made.value),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
}

/** What lies in memory, as a stream. */
async function* inOnePiece(bytes: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(bytes);
}
