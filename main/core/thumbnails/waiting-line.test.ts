import { describe, expect, it } from 'vitest';
import { anImage } from '../../../test/support/an-image.ts';
import type { ThumbnailRequest } from './thumbnail-request.ts';
import { WaitingLine } from './waiting-line.ts';

/** A line whose requests are told apart by name; `answers` collects what they were told. */
function aLine(limits: { maxCount: number; maxBytes: number }) {
  const line = new WaitingLine(limits);
  const answers: string[] = [];
  const names = new Map<ThumbnailRequest, string>();
  const add = (name: string, byteLength = 1, signal?: AbortSignal) => {
    const request: ThumbnailRequest = {
      frame: Buffer.alloc(byteLength),
      transferSyntaxUid: '1.2.840.10008.1.2.1',
      image: anImage(),
      ...(signal ? { signal } : {}),
    };
    names.set(request, name);
    line.add({
      request,
      settle: (outcome) => answers.push(`${name}: ${outcome.ok ? 'made' : outcome.error.kind}`),
    });
  };
  const take = () => {
    const taken = line.takeNewest();
    return taken && names.get(taken.request);
  };
  return { line, answers, add, take };
}

describe('WaitingLine', () => {
  it('hands out the newest request first', () => {
    const { add, take } = aLine({ maxCount: 10, maxBytes: 100 });
    add('first');
    add('second');
    expect([take(), take(), take()]).toEqual(['second', 'first', null]);
  });

  it('tells the oldest that it is busy when too many wait', () => {
    const { add, take, answers } = aLine({ maxCount: 2, maxBytes: 100 });
    for (const name of ['a', 'b', 'c', 'd']) add(name);
    expect(answers).toEqual(['a: busy', 'b: busy']);
    expect([take(), take(), take()]).toEqual(['d', 'c', null]);
  });

  it('counts bytes too, and lets one request be larger than all of them', () => {
    const { add, take, answers } = aLine({ maxCount: 10, maxBytes: 100 });
    add('a', 60);
    add('b', 60);
    add('huge', 500);
    expect(answers).toEqual(['a: busy', 'b: busy']);
    expect(take()).toBe('huge');
    add('c', 100);
    expect(answers).toHaveLength(2);
  });

  it('drops a request whose caller has scrolled on, once', () => {
    const { add, take, answers } = aLine({ maxCount: 10, maxBytes: 100 });
    const scrolled = new AbortController();
    add('gone', 1, scrolled.signal);
    add('seen');
    scrolled.abort();
    expect(answers).toEqual(['gone: cancelled']);
    expect([take(), take()]).toEqual(['seen', null]);
  });

  it('says nothing to a request that was taken before its caller gave up', () => {
    const { add, take, answers } = aLine({ maxCount: 10, maxBytes: 100 });
    const scrolled = new AbortController();
    add('running', 1, scrolled.signal);
    take();
    scrolled.abort();
    expect(answers).toEqual([]);
  });

  it('answers all that wait when it is given up', () => {
    const { line, add, answers } = aLine({ maxCount: 10, maxBytes: 100 });
    add('a');
    add('b');
    line.dropAll({ kind: 'closed' });
    expect(answers).toEqual(['a: closed', 'b: closed']);
  });
});
