import { normalizePhone } from '../../../kernel/phone.ts';
import { Fieldset } from '../../../ui/form/form.tsx';
import { TextField } from '../../../ui/form/text-fields.tsx';
import { useApplication } from './application-draft.tsx';
import { SectionForm } from './section-form.tsx';
import { PEOPLE_LABELS, type PeopleField } from './application-text.ts';

interface PersonFieldProps {
  readonly name: PeopleField;
  readonly help?: string;
  readonly max?: number;
}

const PersonField = ({ name, help, max = 50 }: PersonFieldProps) => {
  const { desk, state } = useApplication();
  return (
    <TextField
      name={name}
      label={PEOPLE_LABELS[name]}
      required
      width="medium"
      maxLength={max}
      value={state.draft.content[name]}
      onChange={(value) => desk.edit((content) => ({ ...content, [name]: value }))}
      {...(help === undefined ? {} : { help })}
    />
  );
};

const PhoneField = () => {
  const { desk, state } = useApplication();
  const value = state.draft.content.officePhone;
  const set = (officePhone: string) => desk.edit((content) => ({ ...content, officePhone }));
  return (
    <TextField
      name="officePhone"
      label={PEOPLE_LABELS.officePhone}
      help="带区号的座机，例如 029-87654321；请不要填写个人手机号"
      required
      width="medium"
      type="tel"
      maxLength={30}
      value={value}
      onChange={set}
      onBlur={() => {
        const plain = normalizePhone(value);
        if (plain !== value) set(plain);
      }}
    />
  );
};

/** 四.4: the head of the school leads, a department and a named person are responsible. */
export const PeopleSection = () => (
  <SectionForm section="people">
    <Fieldset legend="牵头校领导" help="由学校主要负责同志牵头试点工作。">
      <PersonField name="leaderName" />
      <PersonField name="leaderTitle" help="例如 校长、副校长" />
    </Fieldset>
    <Fieldset legend="负责部门">
      <PersonField name="departmentName" help="例如 教务处、实训处" max={100} />
      <PersonField name="departmentHead" />
    </Fieldset>
    <Fieldset legend="专人" help="负责具体工作，审核单位有疑问时与其联系。">
      <PersonField name="officerName" />
      <PersonField name="officerTitle" />
      <PhoneField />
    </Fieldset>
  </SectionForm>
);
