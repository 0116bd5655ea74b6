import { spawn } from 'node:child_process';
import { ROOT } from '../paths.ts';

export interface ProgramResult {
  /** Null when the program was not found or ended by a signal. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end in the project's folder. Never rejects: the result says how it went. */
export async function runProgram(
  program: string,
  args: readonly string[],
  options: { readonly timeoutMs?: number; readonly cwd?: string } = {},
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: options.timeoutMs,
      killSignal: 'SIGKILL',
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.once('error', (error) => {
      resolve({ exitCode: null, stdout, stderr: stderr + error.message });
    });
    child.once('close', (exitCode) => {
      resolve({ exitCode, stdout, stderr });
    });
  });
}

/** npm itself, the one that runs this script where there is one, so that its settings hold here too. */
export async function runNpm(
  args: readonly string[],
  options: { readonly timeoutMs?: number } = {},
): Promise<ProgramResult> {
  const npmScript = process.env['npm_execpath'];
  return npmScript?.endsWith('.js')
    ? runProgram(process.execPath, [npmScript, ...args], options)
    : runProgram(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, options);
}
