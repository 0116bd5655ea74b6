import { lazy, useState, type ComponentType } from 'react';
import type { ViewerPageProps } from '../features/viewer-page/ViewerPage.tsx';

let loadedPage: ComponentType<ViewerPageProps> | undefined;

/** The viewer engine is large: the worklist opens without it. */
export async function loadViewerPage(): Promise<{ readonly default: ComponentType<ViewerPageProps> }> {
  const { ViewerPage } = await import('../features/viewer-page/ViewerPage.tsx');
  loadedPage = ViewerPage;
  return { default: ViewerPage };
}

const LazyViewerPage = lazy(loadViewerPage);

/**
 * The viewer, at once when it is loaded already. A lazy component shows its placeholder even then, and React holds back
 * what follows a placeholder for 300 ms: most of the time that a study may take to open.
 */
export function ViewerSlot(props: ViewerPageProps) {
  const [Page] = useState<ComponentType<ViewerPageProps>>(() => loadedPage ?? LazyViewerPage);
  return <Page {...props} />;
}
