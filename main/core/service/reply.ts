import type { ApiError, Reply } from '../../../preload/contract/command.ts';

export function done<T>(value: T): Reply<T> {
  return { ok: true, value };
}

export function fail(code: ApiError['code'], message: string): Reply<never> {
  return { ok: false, error: { code, message } };
}
