import { learnServerTime } from '../time/clock.ts';
import { CSRF_HEADER, tellUnauthenticated } from './api-client.ts';
import { ApiError, errorOfAnswer, networkError } from './api-error.ts';

/** What the screen needs to know of a stored file; an upload endpoint's answer has at least these. */
export interface UploadedFile {
  readonly id: string;
  readonly originalName: string;
  readonly byteCount: number;
  /** Lower-case hex. */
  readonly sha256: string;
  /** Only for PDF. */
  readonly pageCount?: number | undefined;
}

export interface UploadOptions {
  /** Between 0 and 1. */
  readonly onProgress?: (share: number) => void;
  readonly signal?: AbortSignal;
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/**
 * Sends one file as multipart form data (part name `file`). `fetch` cannot tell the progress of an upload, so
 * this is XMLHttpRequest. Rejects with `ApiError`; `code: 'upload.cancelled'` when the signal was aborted.
 */
export const uploadFile = <T = UploadedFile>(
  url: string,
  file: File,
  options: UploadOptions = {},
): Promise<T> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.setRequestHeader('accept', 'application/json');
    for (const [name, value] of Object.entries(CSRF_HEADER)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0)
        options.onProgress?.(event.loaded / event.total);
    };
    request.onload = () => {
      learnServerTime(request.getResponseHeader('x-onex-now'));
      const body = parse(request.responseText);
      if (request.status >= 200 && request.status < 300) {
        resolve(body as T);
        return;
      }
      const error = errorOfAnswer(request.status, body, request.getResponseHeader('retry-after'));
      tellUnauthenticated(error);
      reject(error);
    };
    request.onerror = () => reject(networkError());
    request.onabort = () =>
      reject(new ApiError({ status: 0, code: 'upload.cancelled', text: '已取消上传。' }));
    options.signal?.addEventListener('abort', () => request.abort(), { once: true });
    const form = new FormData();
    form.append('file', file, file.name);
    request.send(form);
  });
