import { type Role, ROLES } from '../../../kernel/actor.ts';
import { CheckboxGroup } from '../../../ui/form/choice-fields.tsx';
import { TextField } from '../../../ui/form/text-fields.tsx';

interface LoginNameFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export const LoginNameField = (props: LoginNameFieldProps) => (
  <TextField
    name="loginName"
    label="登录名"
    required
    width="medium"
    help="3 到 40 个字母、数字或 . _ - @，全平台不能重复；不要用证件号。"
    {...props}
  />
);

interface RolesFieldProps {
  /** What the person at the screen may grant. */
  readonly grantable: readonly Role[];
  readonly help?: string | undefined;
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
}

export const RolesField = ({ grantable, ...field }: RolesFieldProps) => (
  <CheckboxGroup
    name="roles"
    label="角色"
    required
    options={grantable.map((role) => ({ value: role, label: ROLES[role] }))}
    {...field}
  />
);
