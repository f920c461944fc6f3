import type { ReactNode } from 'react';

import { Button } from '../action/button.tsx';
import type { ApiError } from '../api/api-error.ts';
import { Banner } from '../feedback/banner.tsx';
import { Failure, Loading, NoPermission, NotFound } from './states.tsx';

/** The part of a `useRead` result that a screen needs. */
export interface ReadResult<T> {
  readonly data: T | undefined;
  readonly error: ApiError | null;
  readonly isPending: boolean;
  readonly refetch: () => unknown;
}

interface QueryStateProps<T> {
  readonly of: ReadResult<T>;
  /** What is being loaded, for the screen reader. */
  readonly what?: string;
  /** Shown instead of the content when the answer holds nothing. */
  readonly empty?: { readonly when: (data: T) => boolean; readonly show: ReactNode };
  readonly children: (data: T) => ReactNode;
}

const StateOfError = ({
  error,
  onRetry,
}: {
  readonly error: ApiError;
  readonly onRetry: () => void;
}) => {
  if (error.status === 403) return <NoPermission error={error} />;
  if (error.status === 404) return <NotFound />;
  return <Failure error={error} onRetry={onRetry} />;
};

/** Loading, refused, missing, failed, empty or here: one place decides which of them a page shows. */
export const QueryState = <T,>({ of, what, empty, children }: QueryStateProps<T>) => {
  const retry = () => void of.refetch();
  if (of.data === undefined) {
    return of.error === null ? (
      <Loading {...(what === undefined ? {} : { what })} />
    ) : (
      <StateOfError error={of.error} onRetry={retry} />
    );
  }
  return (
    <>
      {of.error === null ? null : (
        <Banner tone="attention" title="下面可能不是最新内容">
          {of.error.text}{' '}
          <Button small onClick={retry}>
            重新载入
          </Button>
        </Banner>
      )}
      {empty?.when(of.data) === true ? empty.show : children(of.data)}
    </>
  );
};
