import { parentPort, workerData } from 'node:worker_threads';
import dimse from 'dcmjs-dimse';
import { echoCallSchema, type EchoNews } from './echo-news.ts';

/**
 * Calls C-ECHO with a DICOM client that is not ours, so that a mistake of our own layer cannot hide itself. It runs in a
 * worker because it may throw out of a socket's event, or hang; whoever started it ends it.
 */
const { port, callingAeTitle, calledAeTitle } = echoCallSchema.parse(workerData);
const tell = (news: EchoNews) => {
  parentPort?.postMessage(news);
};

dimse.log.disableAll();
const client = new dimse.Client();
const request = new dimse.requests.CEchoRequest();
request.on('response', (response: { getStatus(): number }) => {
  tell({ event: 'echo', status: response.getStatus() });
});
client.on('associationAccepted', (association: AcceptedAssociation) => {
  const contexts = association.getPresentationContexts();
  tell({
    event: 'accepted',
    contextCount: contexts.filter(({ context }) => context.getResult() === 0).length,
  });
});
client.on('associationReleased', () => {
  tell({ event: 'released' });
});
client.on('associationRejected', () => {
  tell({ event: 'rejected' });
});
client.on('networkError', (error: Error) => {
  tell({ event: 'error', message: error.message });
});
client.on('closed', () => {
  tell({ event: 'closed' });
});
client.addRequest(request);
client.send('127.0.0.1', port, callingAeTitle, calledAeTitle);

interface AcceptedAssociation {
  getPresentationContexts(): readonly { readonly context: { getResult(): number } }[];
}
