import type { ReactNode } from 'react';

import { Form } from '../../../ui/form/form.tsx';
import { useApplication } from './application-draft.tsx';
import { type SectionKey, sectionLabel } from './application-sections.ts';

interface SectionFormProps {
  readonly section: SectionKey;
  readonly children: ReactNode;
}

/** One section's fields with what the checks say of them; Enter saves at once, nothing more. */
export const SectionForm = ({ section, children }: SectionFormProps) => {
  const { shown, autosave } = useApplication();
  return (
    <Form label={sectionLabel(section)} findings={shown} onSubmit={autosave.flush}>
      {children}
    </Form>
  );
};
