import { createStackEngine } from '../../viewer/engine/cornerstone-stack-engine.ts';
import { StudyViewer, type StudyViewerProps } from './StudyViewer.tsx';

export type ViewerPageProps = Omit<StudyViewerProps, 'createEngine'>;

/** The viewer with the engine of the product. Tests take `StudyViewer` with another one. */
export function ViewerPage(props: ViewerPageProps) {
  return <StudyViewer {...props} createEngine={createStackEngine} />;
}
