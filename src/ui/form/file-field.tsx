import { useRef, useState } from 'react';
import type { DragEvent, InputHTMLAttributes, ReactNode } from 'react';

import { Button } from '../action/button.tsx';
import { asApiError } from '../api/api-error.ts';
import { uploadFile } from '../api/upload.ts';
import type { UploadedFile } from '../api/upload.ts';
import { sizeText } from '../display/size-text.ts';
import { ProgressBar } from '../feedback/progress-bar.tsx';
import { Icon } from '../icon.tsx';
import { FieldShell, useField } from './field.tsx';
import type { FieldProps } from './field.tsx';

interface FileFieldProps<T extends UploadedFile> extends FieldProps {
  readonly value: T | null;
  readonly onChange: (value: T | null) => void;
  /** Where the upload goes; `buildUrl(endpoint.path, params)`. */
  readonly uploadUrl: string;
  /** Endings with dot, e.g. `['.pdf', '.jpg']`; told before, and checked by the server again. */
  readonly accept: readonly string[];
  readonly maxBytes: number;
  /** Where the stored file can be fetched. */
  readonly hrefOf?: (file: T) => string;
}

interface Upload {
  readonly name: string;
  readonly share: number;
}

const refusalOf = (file: File, accept: readonly string[], maxBytes: number): string => {
  const name = file.name.toLowerCase();
  if (!accept.some((ending) => name.endsWith(ending))) {
    return `请选择 ${accept.join('、')} 文件，“${file.name}”不是`;
  }
  if (file.size === 0) return `“${file.name}”是空文件，请检查后重新选择`;
  if (file.size > maxBytes) {
    return `请把文件缩小到 ${sizeText(maxBytes)} 以内，“${file.name}”有 ${sizeText(file.size)}`;
  }
  return '';
};

/** State of one upload: what is under way, what went wrong. A cancelled one leaves no trace. */
const useUpload = <T extends UploadedFile>(props: FileFieldProps<T>, onStored: () => void) => {
  const [upload, setUpload] = useState<Upload | null>(null);
  const [error, setError] = useState('');
  const controller = useRef<AbortController | null>(null);
  const start = async (file: File) => {
    const refusal = refusalOf(file, props.accept, props.maxBytes);
    setError(refusal);
    if (refusal !== '') return;
    const { signal } = (controller.current = new AbortController());
    setUpload({ name: file.name, share: 0 });
    try {
      const onProgress = (share: number) => setUpload({ name: file.name, share });
      props.onChange(await uploadFile<T>(props.uploadUrl, file, { signal, onProgress }));
      onStored();
    } catch (fault) {
      const failure = asApiError(fault);
      if (failure.code !== 'upload.cancelled') setError(failure.text);
    } finally {
      setUpload(null);
    }
  };
  return { upload, error, start, cancel: () => controller.current?.abort() };
};

interface StoredProps<T extends UploadedFile> {
  readonly file: T;
  readonly href: string | undefined;
  readonly onReplace: () => void;
  readonly onRemove: () => void;
}

const StoredFile = <T extends UploadedFile>({
  file,
  href,
  onReplace,
  onRemove,
}: StoredProps<T>) => (
  <div className="file-stored">
    <Icon name="file" />
    {href === undefined ? (
      <span>{file.originalName}</span>
    ) : (
      <a href={href} download={file.originalName}>
        {file.originalName}
      </a>
    )}
    <span className="file-facts">
      {sizeText(file.byteCount)}
      {file.pageCount === undefined ? '' : `，${file.pageCount} 页`}，校验码{' '}
      <code title={file.sha256}>{file.sha256.slice(0, 12)}</code>
    </span>
    <div className="row">
      <Button small onClick={onReplace}>
        更换
      </Button>
      <Button small tone="quiet" onClick={onRemove}>
        移除<span className="hidden">{file.originalName}</span>
      </Button>
    </div>
  </div>
);

interface PickerProps {
  readonly input: InputHTMLAttributes<HTMLInputElement>;
  readonly onFile: (file: File) => void;
  readonly children: ReactNode;
}

/** The native file button, and the place around it to drop a file on. */
const Picker = ({ input, onFile, children }: PickerProps) => {
  const [isOver, setOver] = useState(false);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file !== undefined) onFile(file);
  };
  return (
    <div
      className="file-drop"
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <input
        {...input}
        className="hidden"
        type="file"
        onChange={(event) => {
          const file = event.target.files?.[0];
          // The same file may be chosen again after it was mended.
          event.target.value = '';
          if (file !== undefined) onFile(file);
        }}
      />
      <label className="button" htmlFor={input.id}>
        选择文件
      </label>
      <span className="muted file-drop-hint">也可以把文件拖到这里</span>
      {children}
    </div>
  );
};

/** One file: limits told before, progress and cancel while it goes, name, size and hash once it is stored. */
export const FileField = <T extends UploadedFile>(props: FileFieldProps<T>) => {
  const { value, accept } = props;
  // Stays on when a replacement fails, so that another file can be chosen at once.
  const [isReplacing, setReplacing] = useState(false);
  const { upload, error, start, cancel } = useUpload(props, () => setReplacing(false));
  const kinds = accept.map((ending) => ending.slice(1).toUpperCase()).join('、');
  const field: FieldProps = {
    ...props,
    error: error === '' ? props.error : error,
    help: (
      <>
        {props.help}
        {kinds}，不超过 {sizeText(props.maxBytes)}
      </>
    ),
  };
  const wiring = useField(field);
  return (
    <FieldShell field={field} wiring={wiring}>
      <div className="file-field">
        {value === null ? null : (
          <StoredFile
            file={value}
            href={props.hrefOf?.(value)}
            onReplace={() => setReplacing(true)}
            onRemove={() => props.onChange(null)}
          />
        )}
        {upload === null ? null : (
          <ProgressBar
            label={`${upload.share < 1 ? '正在上传' : '正在检查'} ${upload.name}`}
            share={upload.share}
            onCancel={cancel}
          />
        )}
        {upload === null && (value === null || isReplacing) ? (
          <Picker
            input={{ ...wiring.control, accept: accept.join(',') }}
            onFile={(file) => void start(file)}
          >
            {value === null ? null : (
              <Button small tone="quiet" onClick={() => setReplacing(false)}>
                不更换
              </Button>
            )}
          </Picker>
        ) : null}
      </div>
    </FieldShell>
  );
};
