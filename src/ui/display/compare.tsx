import { useNarrow } from '../layout/media.ts';
import { TableFrame } from '../list/table-frame.tsx';

export interface ComparedField {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

interface CompareProps {
  readonly fields: readonly ComparedField[];
  readonly beforeLabel?: string;
  readonly afterLabel?: string;
  readonly caption: string;
  /**
   * `history` (default): the first became the second, so it is struck out. `choice`: two values that stand against
   * each other, both marked.
   */
  readonly kind?: 'history' | 'choice';
  /** Leaves out what stayed the same. */
  readonly changedOnly?: boolean;
}

const isChange = (value: unknown): value is { readonly from: unknown; readonly to: unknown } =>
  typeof value === 'object' && value !== null && 'from' in value && 'to' in value;

/** What the log's detail of one deed says was changed, in the words of the form; keys without a label are left out. */
export const changedFields = (
  detail: Readonly<Record<string, unknown>>,
  labels: Readonly<Record<string, string>>,
  textOf: (value: unknown) => string,
): ComparedField[] =>
  Object.entries(detail).flatMap(([key, value]) => {
    const label = labels[key];
    return label === undefined || !isChange(value)
      ? []
      : [{ label, before: textOf(value.from), after: textOf(value.to) }];
  });

const markOf = ({ before, after }: ComparedField, isChoice: boolean): string => {
  if (before === after) return '';
  if (isChoice) return '不同';
  if (before === '') return '新增';
  return after === '' ? '删除' : '改动';
};

interface ValueProps {
  readonly field: ComparedField;
  readonly side: 'before' | 'after';
  readonly isChoice: boolean;
}

const Value = ({ field, side, isChoice }: ValueProps) => {
  const value = field[side];
  if (value === '') return <span className="muted">（空）</span>;
  if (field.before === field.after) return <>{value}</>;
  if (isChoice) return <mark>{value}</mark>;
  return side === 'before' ? <del>{value}</del> : <ins>{value}</ins>;
};

interface BodyProps {
  readonly fields: readonly ComparedField[];
  readonly labels: readonly [string, string];
  readonly isChoice: boolean;
  readonly caption: string;
}

const CompareTable = ({ fields, labels, isChoice, caption }: BodyProps) => (
  <TableFrame label={caption}>
    <table className="table compare">
      <caption className="hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">项目</th>
          <th scope="col">{labels[0]}</th>
          <th scope="col">{labels[1]}</th>
          <th scope="col">变化</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr key={field.label}>
            <th scope="row">{field.label}</th>
            <td>
              <Value field={field} side="before" isChoice={isChoice} />
            </td>
            <td>
              <Value field={field} side="after" isChoice={isChoice} />
            </td>
            <td className="compare-mark">{markOf(field, isChoice)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </TableFrame>
);

const CompareList = ({ fields, labels, isChoice, caption }: BodyProps) => (
  <ul className="compare compare-list" aria-label={caption}>
    {fields.map((field) => (
      <li key={field.label}>
        <p className="compare-label">
          {field.label}
          <span className="compare-mark">{markOf(field, isChoice)}</span>
        </p>
        <dl>
          <dt>{labels[0]}</dt>
          <dd>
            <Value field={field} side="before" isChoice={isChoice} />
          </dd>
          <dt>{labels[1]}</dt>
          <dd>
            <Value field={field} side="after" isChoice={isChoice} />
          </dd>
        </dl>
      </li>
    ))}
  </ul>
);

/** Two versions side by side, one below the other on phones; every change has a word beside its colour. */
export const Compare = (props: CompareProps) => {
  const isNarrow = useNarrow();
  const { fields, beforeLabel = '原内容', afterLabel = '现内容', changedOnly = false } = props;
  const shown = changedOnly ? fields.filter((field) => field.before !== field.after) : fields;
  if (shown.length === 0) return <p className="muted">没有改动</p>;
  const body: BodyProps = {
    fields: shown,
    labels: [beforeLabel, afterLabel],
    isChoice: props.kind === 'choice',
    caption: props.caption,
  };
  return isNarrow ? <CompareList {...body} /> : <CompareTable {...body} />;
};
