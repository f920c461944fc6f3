import { ROLES } from '../../kernel/actor.ts';
import type { Actor } from '../../kernel/actor.ts';
import { Button } from '../../ui/action/button.tsx';
import { Popup } from '../../ui/action/popup.tsx';
import { setPreferences, usePreferences } from '../../ui/preferences.ts';
import type { Preferences } from '../../ui/preferences.ts';

const THEMES: readonly { readonly value: Preferences['theme']; readonly label: string }[] = [
  { value: 'system', label: '跟随系统' },
  { value: 'light', label: '浅色' },
  { value: 'dark', label: '深色' },
];

/** How this device shows the desk: size of type, light or dark, single keys. */
const DisplaySettings = () => {
  const { theme, size, shortcuts } = usePreferences();
  return (
    <fieldset className="display-settings">
      <legend className="hidden">显示设置</legend>
      <label className="popup-choice">
        <input
          type="checkbox"
          checked={size === 'large'}
          onChange={(event) => setPreferences({ size: event.target.checked ? 'large' : 'normal' })}
        />
        大字版
      </label>
      <label className="popup-choice">
        <input
          type="checkbox"
          checked={shortcuts}
          onChange={(event) => setPreferences({ shortcuts: event.target.checked })}
        />
        列表快捷键：<kbd>/</kbd>搜索，<kbd>j</kbd>
        <kbd>k</kbd>上下移动
      </label>
      <div className="theme-choice" role="group" aria-label="深浅色">
        {THEMES.map((option) => (
          <Button
            key={option.value}
            small
            pressed={theme === option.value}
            onClick={() => setPreferences({ theme: option.value })}
          >
            {option.label}
          </Button>
        ))}
      </div>
    </fieldset>
  );
};

interface PersonMenuProps {
  readonly actor: Actor;
  readonly onSignOut: () => void;
}

export const PersonMenu = ({ actor, onSignOut }: PersonMenuProps) => (
  <Popup
    icon="person"
    tone="quiet"
    align="end"
    label={
      <span className="person-label">
        <span>{actor.name}</span>
        <span className="person-organization">{actor.organizationName}</span>
      </span>
    }
    accessibleLabel={`${actor.name}，${actor.organizationName}：账号与显示`}
  >
    <div className="person-card">
      <p className="person-name">{actor.name}</p>
      <p>{actor.organizationName}</p>
      <p className="muted">{actor.roles.map((role) => ROLES[role]).join('、')}</p>
    </div>
    <DisplaySettings />
    <div className="person-foot">
      <Button onClick={onSignOut}>退出登录</Button>
    </div>
  </Popup>
);
