import { Button } from '../action/button.tsx';

interface ConfirmButtonsProps {
  readonly onClose: () => void;
  /** The verb: `撤回申请`, never `确定`. */
  readonly confirmLabel: string;
  readonly danger?: boolean | undefined;
  readonly busy?: boolean | undefined;
  readonly busyText?: string | undefined;
}

/** The way back first, the deed last. */
export const ConfirmButtons = (props: ConfirmButtonsProps) => (
  <div className="confirm-buttons">
    <Button onClick={props.onClose}>不，返回</Button>
    <Button
      type="submit"
      tone={props.danger === true ? 'danger' : 'primary'}
      busy={props.busy ?? false}
      {...(props.busyText === undefined ? {} : { busyText: props.busyText })}
    >
      {props.confirmLabel}
    </Button>
  </div>
);
