/** Command Field (0000,0100), PS3.7 Annex E.1. A response has bit 15 set. */
export const COMMAND_FIELD = {
  storeRequest: 0x0001,
  getRequest: 0x0010,
  findRequest: 0x0020,
  moveRequest: 0x0021,
  echoRequest: 0x0030,
  eventReportRequest: 0x0100,
  normalizedGetRequest: 0x0110,
  setRequest: 0x0120,
  actionRequest: 0x0130,
  createRequest: 0x0140,
  deleteRequest: 0x0150,
  cancelRequest: 0x0fff,
  storeResponse: 0x8001,
  echoResponse: 0x8030,
} as const;

export const RESPONSE_BIT = 0x8000;

export function isResponse(commandField: number): boolean {
  return (commandField & RESPONSE_BIT) !== 0;
}
