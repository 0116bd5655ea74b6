/** The association layer's view of whoever keeps the images; ingest implements it, so it lives where both may import. */
export type {
  AssociationPeer,
  IncomingDataSet,
  StoreHandler,
  StoreOutcome,
  StoreRequest,
} from '../shared/store-handler.ts';
