import type { ApiClient } from '../../client/api-client.ts';

/** What the viewer needs of the core. */
export type ViewerApi = Pick<ApiClient, 'call' | 'subscribe' | 'onResync'>;
