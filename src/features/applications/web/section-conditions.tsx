import { useState } from 'react';

import { Button } from '../../../ui/action/button.tsx';
import { RadioGroup } from '../../../ui/form/choice-fields.tsx';
import { TextArea } from '../../../ui/form/text-fields.tsx';
import {
  type ApplicationContent,
  CONDITION_ANSWERS,
  CONDITIONS,
  type ConditionAnswer,
} from '../content.ts';
import { useApplication } from './application-draft.tsx';
import { SectionForm } from './section-form.tsx';

const ANSWERS = (Object.keys(CONDITION_ANSWERS) as ConditionAnswer[]).map((value) => ({
  value,
  label: CONDITION_ANSWERS[value],
}));

type Condition = ApplicationContent['conditions'][number];

const isAnswer = (value: string): value is ConditionAnswer => value in CONDITION_ANSWERS;

const ConditionFields = ({ index }: { readonly index: number }) => {
  const { desk, state } = useApplication();
  const [isOpen, setOpen] = useState(false);
  const words = CONDITIONS[index];
  const given = state.draft.content.conditions[index];
  if (words === undefined || given === undefined) return null;
  const set = (change: Partial<Condition>) =>
    desk.edit((content) => ({
      ...content,
      conditions: content.conditions.map((one, place) =>
        place === index ? { ...one, ...change } : one,
      ),
    }));
  const mustExplain = given.answer !== null && given.answer !== 'MET';
  return (
    <div className="application-condition">
      <RadioGroup
        name={`conditions[${index}].answer`}
        label={`${index + 1}. ${words.label}`}
        help={words.help}
        required
        inline
        value={given.answer ?? ''}
        onChange={(answer) => set({ answer: isAnswer(answer) ? answer : null })}
        options={ANSWERS}
      />
      {mustExplain || isOpen || given.explanation !== '' ? (
        <TextArea
          name={`conditions[${index}].explanation`}
          label={mustExplain ? '情况和改进打算' : '补充说明（可不填）'}
          required={mustExplain}
          rows={3}
          max={2000}
          value={given.explanation}
          onChange={(explanation) => {
            // Emptied to be written anew, the box stays under the hands.
            setOpen(true);
            set({ explanation });
          }}
        />
      ) : (
        <div>
          <Button tone="quiet" small onClick={() => setOpen(true)}>
            补充说明<span className="hidden">：{words.label}</span>
          </Button>
        </div>
      )}
    </div>
  );
};

/** 三: the five conditions, in the notice's order. */
export const ConditionsSection = () => (
  <SectionForm section="conditions">
    {CONDITIONS.map((condition, index) => (
      <ConditionFields key={condition.key} index={index} />
    ))}
  </SectionForm>
);
