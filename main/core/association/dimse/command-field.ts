/** Command Field (0000,0100), PS3.7 Annex E.1. A response has bit 15 set. */
export const COMMAND_FIELD = {
  storeRequest: 0x0001,
  storeResponse: 0x8001,
  echoRequest: 0x0030,
  echoResponse: 0x8030,
  cancelRequest: 0x0fff,
} as const;

export const RESPONSE_BIT = 0x8000;

export function isResponse(commandField: number): boolean {
  return (commandField & RESPONSE_BIT) !== 0;
}
