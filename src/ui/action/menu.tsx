import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Menu as AriaMenu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components/Tooltip';

import { Icon } from '../icon.tsx';

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
}

/** Further actions of a record behind one button; arrow keys and first letters move in it. */
export const Menu = ({ label, actions }: MenuProps) => (
  <MenuTrigger>
    <AriaButton className="button" data-tone="secondary">
      {label}
      <Icon name="chevron-down" />
    </AriaButton>
    <Popover className="menu" offset={4}>
      <AriaMenu
        aria-label={label}
        disabledKeys={actions.filter((one) => one.disabled === true).map((one) => one.key)}
      >
        {actions.map((one) => (
          <MenuItem
            key={one.key}
            id={one.key}
            className="menu-item"
            data-tone={one.danger === true ? 'danger' : undefined}
            onAction={one.onAction}
          >
            {one.label}
          </MenuItem>
        ))}
      </AriaMenu>
    </Popover>
  </MenuTrigger>
);

interface TooltipProps {
  /** Says more than the button; never the only place of a fact. */
  readonly text: string;
  readonly children: ReactNode;
  readonly onPress?: () => void;
}

/** A quiet button with an explanation on hover and focus. */
export const TooltipButton = ({ text, children, onPress }: TooltipProps) => (
  <TooltipTrigger delay={400}>
    <AriaButton
      className="button button-small"
      data-tone="quiet"
      {...(onPress === undefined ? {} : { onPress })}
    >
      {children}
    </AriaButton>
    <AriaTooltip className="tooltip" offset={4}>
      {text}
    </AriaTooltip>
  </TooltipTrigger>
);
