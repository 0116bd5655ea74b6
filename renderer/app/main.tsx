import './before-contract.ts';
import '@fontsource/ibm-plex-mono/400.css';
import '@fontsource/ibm-plex-mono/500.css';
import '@fontsource/ibm-plex-sans/400.css';
import '@fontsource/ibm-plex-sans/500.css';
import '@fontsource/ibm-plex-sans/600.css';
import '../ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createApiClient } from '../client/api-client.ts';
import { findTransport } from '../client/find-transport.ts';
import { createStationStore } from '../client/station-store.ts';
import { createToastStore } from '../ui/toast-store.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Root } from './Root.tsx';
import { applyStoredTheme } from './theme.ts';

applyStoredTheme(window.localStorage, document.documentElement);

const api = createApiClient(findTransport(window));
const station = createStationStore(api);
const toasts = createToastStore();
station.start();

// After the first drawing: the list of their unicode ranges is long.
void import('./other-scripts.ts');

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id root');
createRoot(root).render(
  <StrictMode>
    <ErrorBoundary place="Bucky">
      <Root api={api} station={station} toasts={toasts} bridge={window.buckyBridge} />
    </ErrorBoundary>
  </StrictMode>,
);
