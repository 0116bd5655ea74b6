import { existsSync } from 'node:fs';
import path from 'node:path';

/** Programs that tests use as independent peers and judges, with the Debian package that holds each. */
const PACKAGES = {
  storescu: 'dcmtk',
  echoscu: 'dcmtk',
  storescp: 'dcmtk',
  findscu: 'dcmtk',
  getscu: 'dcmtk',
  movescu: 'dcmtk',
  termscu: 'dcmtk',
  wlmscpfs: 'dcmtk',
  dump2dcm: 'dcmtk',
  dcmqrscp: 'dcmtk',
  dsrdump: 'dcmtk',
  dcm2pnm: 'dcmtk',
  dcmj2pnm: 'dcmtk',
  dcmdump: 'dcmtk',
  dciodvfy: 'dicom3tools',
  dcmodify: 'dcmtk',
  dcmconv: 'dcmtk',
  dcmdjpeg: 'dcmtk',
  dcmdjpls: 'dcmtk',
  dcmdrle: 'dcmtk',
  dcmcjpeg: 'dcmtk',
  dcmcjpls: 'dcmtk',
  dcmcrle: 'dcmtk',
  Orthanc: 'orthanc',
  openssl: 'openssl',
  strace: 'strace',
  Xvfb: 'xvfb',
  chromium: 'chromium',
  gdcmconv: 'libgdcm-tools',
  gdcmscu: 'libgdcm-tools',
  opj_decompress: 'libopenjp2-tools',
} as const;

export type ProgramName = keyof typeof PACKAGES;

/** @returns the program's path, or null when this machine has none */
export function findProgram(name: ProgramName): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin'];
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file)) ?? null;
}

/** Names of those that are missing, and the line that would bring them; null when all are here. */
export function explainMissing(names: readonly ProgramName[]): string | null {
  const missing = names.filter((name) => findProgram(name) === null);
  if (missing.length === 0) return null;
  const packages = [...new Set(missing.map((name) => PACKAGES[name]))];
  return `${missing.join(', ')} not found: apt-get install ${packages.join(' ')}`;
}

export function allPrograms(): readonly ProgramName[] {
  return Object.keys(PACKAGES) as ProgramName[]; // the keys of the constant above
}
