import { useState } from 'react';

import { CheckboxField } from '../../../ui/form/choice-fields.tsx';
import { TextField } from '../../../ui/form/text-fields.tsx';
import { PASSWORD_MAX } from '../password-rules.ts';
import type { PasswordProfile } from '../security-policy.ts';

interface NewPasswordProps {
  readonly name: string;
  readonly label: string;
  readonly min: number;
  readonly profile?: PasswordProfile | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** One field that can be looked at instead of two that cannot. */
export const NewPasswordField = ({
  name,
  label,
  min,
  profile,
  value,
  onChange,
}: NewPasswordProps) => {
  const [isShown, setShown] = useState(false);
  return (
    <>
      <TextField
        name={name}
        label={label}
        required
        type={isShown ? 'text' : 'password'}
        autoComplete="new-password"
        help={`${min} 到 ${PASSWORD_MAX} 个字符，${profile === 'classified' ? '小写、大写字母、数字、符号至少三种' : '什么字符都可以'}，也可以粘贴。建议用几个不相关的词连成一句，例如“茶壶-铁轨-柠檬-七月”这样（请勿照抄）。`}
        value={value}
        onChange={onChange}
      />
      <CheckboxField name={`${name}Shown`} label="显示密码" value={isShown} onChange={setShown} />
    </>
  );
};
