import { Link } from 'react-router';

import { useRead } from '../../../ui/api/use-api.ts';
import { Time } from '../../../ui/display/time-text.tsx';
import { Section } from '../../../ui/layout/page.tsx';
import { certificateAnswers } from '../../info-sessions/take-part-contract.ts';
import './certificate-answers.css';

interface Props {
  readonly certificateId: string;
}

/** What was asked and answered in info sessions; nothing at all when there is nothing, or while it loads. */
export const CertificateAnswers = ({ certificateId }: Props) => {
  const { data } = useRead(certificateAnswers, { params: { certificateId } });
  if (data === undefined || data.rows.length === 0) return null;
  return (
    <Section title="说明会问答">
      <dl className="certificate-answers">
        {data.rows.map((row) => (
          <div key={row.id}>
            <dt>{row.question}</dt>
            <dd>
              <p>{row.answer}</p>
              <p className="muted">
                <Time at={row.answeredAt} dateOnly />
                答复，来自<Link to={`/info-sessions/${row.sessionId}`}>{row.sessionTitle}</Link>
              </p>
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
};
