import { Component, type ReactNode } from 'react';
import { Button } from '../ui/Button.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';

export interface ErrorBoundaryProps {
  /** What stopped, as a person knows it: "The worklist". */
  readonly place: string;
  /** Leads away from a place that stops again and again. */
  readonly onClose?: (() => void) | undefined;
  readonly children: ReactNode;
}

interface ErrorBoundaryState {
  readonly error: Error | null;
}

/** Keeps a mistake of ours in one place: the rest of the window, and reception above all, goes on. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { error: null };

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  readonly #tryAgain = () => {
    this.setState({ error: null });
  };

  override render(): ReactNode {
    const { error } = this.state;
    const { place, onClose, children } = this.props;
    if (error === null) return children;
    return (
      <ErrorState
        title={`${place} stopped.`}
        code={`${error.name}: ${error.message}`}
        actions={
          <>
            <Button variant="primary" onClick={this.#tryAgain}>
              Show it again
            </Button>
            {onClose && <Button onClick={onClose}>Close it</Button>}
          </>
        }
      >
        The mistake is in this window, not in your images. Reception goes on.
      </ErrorState>
    );
  }
}
