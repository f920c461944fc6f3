import { NavLink, useLocation } from 'react-router';

import type { Actor } from '../../kernel/actor.ts';
import type { NavItem } from '../../ui/feature-routes.ts';

export const isNavItemFor = (item: NavItem, actor: Actor): boolean => {
  const { roles } = item;
  return roles === 'everyone' || actor.roles.some((role) => roles.includes(role));
};

interface NavGroup {
  readonly name: string;
  readonly items: readonly NavItem[];
}

/** The items a person may use, by ascending order; a group stands where its first item does. */
export const navGroupsFor = (nav: readonly NavItem[], actor: Actor): readonly NavGroup[] => {
  const mine = nav
    .filter((item) => isNavItemFor(item, actor))
    .sort((one, other) => one.order - other.order);
  const names = [...new Set(mine.map((item) => item.group ?? ''))];
  return names.map((name) => ({ name, items: mine.filter((item) => (item.group ?? '') === name) }));
};

const isUnder = (pathname: string, to: string): boolean =>
  pathname === to || pathname.startsWith(`${to}/`);

/** Whether a page of the menu lies below another of it and is open: then the upper one is not where one is. */
const isOutdone = (groups: readonly NavGroup[], item: NavItem, pathname: string): boolean =>
  groups.some(({ items }) =>
    items.some(
      (other) => other !== item && isUnder(other.to, item.to) && isUnder(pathname, other.to),
    ),
  );

interface ShellNavProps {
  readonly groups: readonly NavGroup[];
}

export const ShellNav = ({ groups }: ShellNavProps) => {
  const { pathname } = useLocation();
  return (
    <nav className="shell-nav" aria-label="主菜单">
      {groups.map((group) => (
        <div key={group.name} className="shell-nav-group">
          {group.name === '' ? null : <h2>{group.name}</h2>}
          <ul>
            {group.items.map((item) => (
              <li key={item.to}>
                <NavLink to={item.to} end={item.to === '/' || isOutdone(groups, item, pathname)}>
                  {item.label}
                </NavLink>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
};
