import { Popup } from './popup.tsx';

export interface MenuAction {
  readonly key: string;
  readonly label: string;
  readonly onAction: () => void;
  readonly danger?: boolean;
  readonly disabled?: boolean;
}

interface MenuProps {
  readonly label: string;
  readonly actions: readonly MenuAction[];
  readonly small?: boolean;
}

/** Further actions of a record behind one button; ordinary buttons inside, reached by Tab. */
export const Menu = ({ label, actions, small = false }: MenuProps) => (
  <Popup label={label} align="end" small={small}>
    {(close) => (
      <ul className="menu">
        {actions.map((action) => (
          <li key={action.key}>
            <button
              type="button"
              className="menu-item"
              data-tone={action.danger === true ? 'danger' : undefined}
              disabled={action.disabled}
              onClick={() => {
                // First the focus goes back, so that a dialog opened by the action returns it to this button.
                close();
                action.onAction();
              }}
            >
              {action.label}
            </button>
          </li>
        ))}
      </ul>
    )}
  </Popup>
);
