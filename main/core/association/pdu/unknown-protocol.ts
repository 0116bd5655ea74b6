const HTTP_STARTS: readonly string[] = ['GET ', 'POST', 'HEAD', 'PUT ', 'OPTI'];
/** First byte of a TLS handshake record (RFC 8446 section 5.1). */
const TLS_HANDSHAKE = 0x16;

const TLS_ALERT = 0x15;

/** What a TLS port says to who calls it without encryption. */
export const SPEAKS_TLS = 'it speaks TLS (encrypted) and was called without';

/** Says what a connection that does not start with a PDU seems to speak, so that a person can find the wrong setting. */
export function explainUnknownStart(firstBytes: Buffer): string {
  if (HTTP_STARTS.includes(firstBytes.toString('latin1', 0, 4))) {
    return 'it speaks HTTP, as a web browser does, and this port speaks DICOM';
  }
  if (firstBytes[0] === TLS_HANDSHAKE) return 'it speaks TLS (encrypted), and this port speaks plain DICOM';
  if (firstBytes[0] === TLS_ALERT && firstBytes[1] === 0x03) return SPEAKS_TLS;
  return 'what it sent is no DICOM message';
}
