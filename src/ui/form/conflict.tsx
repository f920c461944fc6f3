import { Button } from '../action/button.tsx';
import { Compare } from '../display/compare.tsx';

export interface ConflictField {
  readonly label: string;
  readonly mine: string;
  readonly theirs: string;
}

interface ConflictProps {
  /** Who saved in between and when, e.g. `李老师在 10:32 保存了这一部分。` */
  readonly who: string;
  readonly fields: readonly ConflictField[];
  readonly onKeepMine: () => void;
  readonly onTakeTheirs: () => void;
}

/** Two people changed the same part: both values are shown, nothing is lost before someone chooses. */
export const Conflict = ({ who, fields, onKeepMine, onTakeTheirs }: ConflictProps) => (
  <section className="conflict" role="alert" aria-label="改动冲突">
    <header>
      <h2>有人同时改了这一部分</h2>
      <p>{who}您的改动还没有保存。请选择保留哪一份，或对照后继续修改。</p>
    </header>
    <Compare
      caption="两份内容的对照"
      kind="choice"
      beforeLabel="对方保存的"
      afterLabel="您填写的"
      fields={fields.map(({ label, mine, theirs }) => ({ label, before: theirs, after: mine }))}
    />
    <div className="conflict-actions">
      <Button onClick={onTakeTheirs}>用对方的</Button>
      <Button tone="primary" onClick={onKeepMine}>
        保留我的并保存
      </Button>
    </div>
  </section>
);
