/** Why the station cannot listen. */
export interface ListenProblem {
  /** The system's code, such as EADDRINUSE. */
  readonly code: string;
  /** Plain words, and what helps. */
  readonly message: string;
}

/** Ports below are reserved for administrators on Unix; 104 is the old DICOM port. */
const FIRST_FREE_PORT = 1024;

export function toListenProblem(error: NodeJS.ErrnoException, host: string, port: number): ListenProblem {
  const code = error.code ?? error.name;
  return { code, message: explain(code, host, port) };
}

function explain(code: string, host: string, port: number): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is taken by another program. Choose another port here and on your machines, or end that program.`;
    case 'EACCES':
      return port < FIRST_FREE_PORT
        ? `Port ${port} needs administrator rights on this PC. Choose a port from ${FIRST_FREE_PORT} on, such as 11112.`
        : `This PC does not let Bucky use port ${port}. A security program may reserve it; choose another port.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `This PC has no network address ${host}. Choose another one, or 0.0.0.0 for all.`;
    default:
      return `Bucky cannot listen on port ${port} (${code}). Choose another port.`;
  }
}
