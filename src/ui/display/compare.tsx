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
  /** Leaves out what stayed the same. */
  readonly changedOnly?: boolean;
}

const markOf = ({ before, after }: ComparedField): string => {
  if (before === after) return '';
  if (before === '') return '新增';
  return after === '' ? '删除' : '改动';
};

const text = (value: string) => (value === '' ? <span className="muted">（空）</span> : value);

const ComparedRow = ({ field }: { readonly field: ComparedField }) => {
  const mark = markOf(field);
  return (
    <tr>
      <th scope="row">{field.label}</th>
      <td>{mark === '' || field.before === '' ? text(field.before) : <del>{field.before}</del>}</td>
      <td>{mark === '' || field.after === '' ? text(field.after) : <ins>{field.after}</ins>}</td>
      <td className="compare-mark">{mark}</td>
    </tr>
  );
};

/** Two versions side by side; every change has a word beside its colour. */
export const Compare = (props: CompareProps) => {
  const { fields, beforeLabel = '原内容', afterLabel = '现内容', changedOnly = false } = props;
  const shown = changedOnly ? fields.filter((field) => field.before !== field.after) : fields;
  if (shown.length === 0) return <p className="muted">没有改动</p>;
  return (
    <div className="table-frame">
      <table className="table compare">
        <caption className="hidden">{props.caption}</caption>
        <thead>
          <tr>
            <th scope="col">项目</th>
            <th scope="col">{beforeLabel}</th>
            <th scope="col">{afterLabel}</th>
            <th scope="col">变化</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((field) => (
            <ComparedRow key={field.label} field={field} />
          ))}
        </tbody>
      </table>
    </div>
  );
};
