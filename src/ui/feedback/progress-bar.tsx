import { useId } from 'react';

import { Button } from '../action/button.tsx';

interface ProgressBarProps {
  readonly label: string;
  /** Between 0 and 1; undefined while the length is not known. */
  readonly share?: number | undefined;
  readonly onCancel?: () => void;
}

export const ProgressBar = ({ label, share, onCancel }: ProgressBarProps) => {
  const id = useId();
  const percent = share === undefined ? undefined : Math.floor(share * 100);
  return (
    <div className="progress">
      <div className="progress-head">
        <label htmlFor={id}>{label}</label>
        <span>{percent === undefined ? '' : `${percent}%`}</span>
        {onCancel === undefined ? null : (
          <Button small onClick={onCancel}>
            取消
          </Button>
        )}
      </div>
      <progress id={id} max={100} {...(percent === undefined ? {} : { value: percent })} />
    </div>
  );
};
