import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../shared/result.ts';
import { parseConfig, type Config } from './config.ts';

/** What the command line of the core says, the configuration file merged in. */
export interface CoreOptions {
  readonly dataDir: string;
  readonly config: Config;
  /** Throw the catalog away and make it again from the files. */
  readonly shouldRebuild: boolean;
  /** Serve HTTP on this Unix socket or named pipe instead of a TCP port; null for TCP on loopback. */
  readonly httpSocketPath: string | null;
  readonly isSelfTest: boolean;
}

type Mistakes = readonly string[];

/**
 * Reads the options of design section 3. Options win over the configuration file.
 *
 * @param defaultDataDir used when neither `--data` nor anything else names a folder
 * @returns the options, or one line per mistake in words for the person who typed them
 */
export function readOptions(args: readonly string[], defaultDataDir: string): Result<CoreOptions, Mistakes> {
  const parsed = parse(args);
  if (!parsed.ok) return parsed;
  const given = parsed.value;
  const file = given.config === undefined ? ok({}) : readConfigFile(given.config);
  if (!file.ok) return file;
  const raw = file.value;
  const association = {
    ...section(raw, 'association'),
    ...(given['dicom-host'] === undefined ? {} : { host: given['dicom-host'] }),
    ...(given['dicom-port'] === undefined ? {} : { port: toPort(given['dicom-port']) }),
    ...(given['ae-title'] === undefined ? {} : { aeTitle: given['ae-title'] }),
  };
  const http = {
    ...section(raw, 'http'),
    ...(given['http-port'] === undefined ? {} : { port: toPort(given['http-port']) }),
  };
  const config = parseConfig({ ...raw, association, http });
  if (!config.ok) return config;
  return ok({
    dataDir: path.resolve(given.data ?? defaultDataDir),
    config: config.value,
    shouldRebuild: given.rebuild ?? false,
    httpSocketPath: given['http-socket'] ?? null,
    isSelfTest: given['self-test'] ?? false,
  });
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      strict: true,
      allowPositionals: false,
      options: {
        data: { type: 'string' },
        'dicom-host': { type: 'string' },
        'dicom-port': { type: 'string' },
        'http-port': { type: 'string' },
        'http-socket': { type: 'string' },
        'ae-title': { type: 'string' },
        config: { type: 'string' },
        rebuild: { type: 'boolean' },
        'self-test': { type: 'boolean' },
      },
    });
    return ok(values);
  } catch (error) {
    return err([error instanceof Error ? error.message : String(error)]);
  }
}

/** NaN for what is no number, so that the schema names the key. */
function toPort(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

function section(raw: Readonly<Record<string, unknown>>, key: string): object {
  const value = raw[key];
  return typeof value === 'object' && value !== null ? value : {};
}

function readConfigFile(file: string): Result<Readonly<Record<string, unknown>>, Mistakes> {
  try {
    const raw: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof raw === 'object' && raw !== null && !Array.isArray(raw)) return ok({ ...raw });
    return err([`${file}: must hold one JSON object`]);
  } catch (error) {
    return err([`${file}: ${error instanceof Error ? error.message : String(error)}`]);
  }
}
