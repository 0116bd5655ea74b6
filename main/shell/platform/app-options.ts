import path from 'node:path';
import { parseArgs } from 'node:util';

/** What the command line and the environment of the desktop app say. */
export interface AppOptions {
  /** Null: the folder that the system gives to this application. */
  readonly dataDir: string | null;
  /** Options handed to the core as they are. */
  readonly coreArgs: readonly string[];
  readonly isSelfTest: boolean;
}

/** Options of the core that make sense for the desktop app too. */
const PASSED_ON = ['dicom-host', 'dicom-port', 'ae-title', 'config'] as const;

/**
 * @param args without the program and, in development, without the application's folder; switches of Chromium among
 * them are left alone
 */
export function readAppOptions(args: readonly string[], env: NodeJS.ProcessEnv): AppOptions {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: {
      data: { type: 'string' },
      'dicom-host': { type: 'string' },
      'dicom-port': { type: 'string' },
      'ae-title': { type: 'string' },
      config: { type: 'string' },
      'self-test': { type: 'boolean' },
    },
  });
  const dataDir = asText(values.data) ?? env['BUCKY_DATA_DIR'];
  const coreArgs = PASSED_ON.flatMap((name) => {
    const value = asText(values[name]);
    return value === undefined ? [] : [`--${name}`, value];
  });
  return {
    dataDir: dataDir ? path.resolve(dataDir) : null,
    coreArgs,
    isSelfTest: values['self-test'] === true,
  };
}

/** `parseArgs` gives `true` for an option that came without its value. */
function asText(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
