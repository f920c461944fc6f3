import { useEffect, useRef, useState } from 'react';

import { Button } from '../../../ui/action/button.tsx';
import { call } from '../../../ui/api/api-client.ts';
import { asApiError } from '../../../ui/api/api-error.ts';
import { randomId } from '../../../ui/api/random-id.ts';
import { Flag } from '../../../ui/display/status-tag.tsx';
import { Banner } from '../../../ui/feedback/banner.tsx';
import { Dialog } from '../../../ui/feedback/dialog.tsx';
import { ProgressBar } from '../../../ui/feedback/progress-bar.tsx';
import { showToast } from '../../../ui/feedback/toast.tsx';
import { Form } from '../../../ui/form/form.tsx';
import { TextArea } from '../../../ui/form/text-fields.tsx';
import type { Column } from '../../../ui/list/column.ts';
import { DataTable } from '../../../ui/list/data-table.tsx';
import { type LevelOption, searchCertificateLevels } from '../../catalog/contract.ts';
import { gradesText, majorsText } from './application-text.ts';
import { useApplication } from './application-draft.tsx';
import {
  certificateNames,
  type MatchedRow,
  matchRows,
  PASTE_COLUMNS,
  type PastedRow,
  pastedRows,
} from './application-paste.ts';
import { removeItem } from './application-items.ts';

const EXAMPLE = '智能装配\t中级\t机电设备技术\t二年级\t40';

/** Looks up each certificate once, one after another: a hundred names must not be a hundred requests at once. */
const lookUp = async (
  rows: readonly PastedRow[],
  onShare: (share: number) => void,
  signal: AbortSignal,
): Promise<LevelOption[]> => {
  const names = certificateNames(rows);
  const found: LevelOption[] = [];
  for (const [index, name] of names.entries()) {
    const { levels } = await call(
      searchCertificateLevels,
      { query: { q: name.slice(0, 100) } },
      { signal },
    );
    found.push(...levels);
    onShare((index + 1) / names.length);
  }
  return [...new Map(found.map((level) => [level.id, level])).values()];
};

type Preview = MatchedRow & { readonly majors: string };

const COLUMNS: readonly Column<Preview>[] = [
  { key: 'line', label: '行', align: 'end', render: ({ row }) => row.line },
  {
    key: 'level',
    label: '证书与等级',
    main: true,
    render: ({ row, levelLabel }) =>
      levelLabel === '' ? `${row.certificate} ${row.level}` : levelLabel,
  },
  {
    key: 'majors',
    label: '专业',
    render: ({ row, majors }) => (majors === '' ? row.majors : majors),
  },
  {
    key: 'grades',
    label: '年级',
    render: ({ row, item }) => (item === undefined ? row.grades : gradesText(item.grades)),
  },
  {
    key: 'headcount',
    label: '人数',
    align: 'end',
    render: ({ row, item }) => item?.plannedHeadcount ?? row.headcount,
  },
  {
    key: 'problems',
    label: '结果',
    render: ({ errors, gaps }) => {
      if (errors.length > 0)
        return (
          <Flag tone="danger" long>
            不能添加：{errors.join('；')}
          </Flag>
        );
      if (gaps.length > 0)
        return (
          <Flag tone="attention" long>
            添加后请补：{gaps.join('；')}
          </Flag>
        );
      return <Flag tone="done">可以添加</Flag>;
    },
  },
];

const Preview = ({ rows }: { readonly rows: readonly MatchedRow[] }) => {
  const { names } = useApplication();
  const shown = rows.map((row) => ({
    ...row,
    majors: row.item === undefined ? '' : majorsText({ ...row.item, id: '' }, names),
  }));
  return (
    <DataTable
      caption="粘贴内容的核对结果"
      columns={COLUMNS}
      rows={shown}
      rowKey={({ row }) => String(row.line)}
      empty={<p className="muted">没有读到内容</p>}
    />
  );
};

const useAddRows = () => {
  const { desk } = useApplication();
  return (rows: readonly MatchedRow[]): void => {
    const added = rows.flatMap(({ item, errors }) =>
      item === undefined || errors.length > 0 ? [] : [{ ...item, id: randomId() }],
    );
    desk.learn(
      Object.fromEntries(
        rows.flatMap((row) => (row.levelId === undefined ? [] : [[row.levelId, row.levelLabel]])),
      ),
    );
    desk.edit((content) => ({ ...content, items: [...content.items, ...added] }));
    showToast(`已添加 ${added.length} 项证书`, () =>
      desk.edit((content) => added.reduce((kept, item) => removeItem(kept, item.id), content)),
    );
  };
};

const PasteContent = ({
  given,
  onClose,
}: {
  readonly given: string;
  readonly onClose: () => void;
}) => {
  const { view, state } = useApplication();
  const [text, setText] = useState(given);
  const [share, setShare] = useState<number>();
  const [rows, setRows] = useState<readonly MatchedRow[]>();
  const [problem, setProblem] = useState('');
  const running = useRef<AbortController>(null);
  const addRows = useAddRows();
  useEffect(() => () => running.current?.abort(), []);
  const check = async () => {
    const pasted = pastedRows(text);
    if (pasted.length === 0) return setProblem('请先粘贴至少一行');
    const { signal } = (running.current = new AbortController());
    setProblem('');
    setShare(0);
    try {
      const levels = await lookUp(pasted, setShare, signal);
      const taken = new Set(state.draft.content.items.map((item) => item.certificateLevelId));
      setRows(matchRows(pasted, { majors: view.majors, levels, taken }));
    } catch (fault) {
      if (!signal.aborted) setProblem(asApiError(fault).text);
    }
    return setShare(undefined);
  };
  const good = rows?.filter((row) => row.errors.length === 0) ?? [];
  return (
    <Form label="从 Excel 粘贴" onSubmit={() => void check()}>
      {problem === '' ? null : <Banner tone="danger" title={problem} />}
      {rows === undefined ? (
        <TextArea
          name="pasted"
          label="把 Excel 或 WPS 中的行粘贴到这里"
          help={`一行一个证书等级，依次为 ${PASTE_COLUMNS.join('、')} 五列；多个专业或年级用顿号分开。例如 ${EXAMPLE.replaceAll('\t', ' | ')}`}
          rows={8}
          value={text}
          onChange={setText}
        />
      ) : (
        <>
          <p role="status">
            读到 {rows.length} 行，可以添加 {good.length} 行
            {good.length < rows.length ? `，其余 ${rows.length - good.length} 行不会添加` : ''}。
          </p>
          <Preview rows={rows} />
        </>
      )}
      {share === undefined ? null : <ProgressBar label="正在目录中查找证书" share={share} />}
      <div className="confirm-buttons">
        <Button onClick={onClose}>取消</Button>
        {rows === undefined ? (
          <Button type="submit" tone="primary" busy={share !== undefined}>
            核对
          </Button>
        ) : (
          <>
            <Button onClick={() => setRows(undefined)}>返回修改</Button>
            <Button
              tone="primary"
              disabled={good.length === 0}
              onClick={() => {
                addRows(good);
                onClose();
              }}
            >
              {`添加 ${good.length} 行`}
            </Button>
          </>
        )}
      </div>
    </Form>
  );
};

interface PasteDialogProps {
  /** What was pasted, '' to begin with nothing; closed while undefined. */
  readonly text: string | undefined;
  readonly onClose: () => void;
}

/** Rows of a sheet, matched against the catalog and the own majors, looked over, then added. */
export const PasteDialog = ({ text, onClose }: PasteDialogProps) => (
  <Dialog title="从 Excel 粘贴证书" open={text !== undefined} onClose={onClose} width="wide">
    <PasteContent given={text ?? ''} onClose={onClose} />
  </Dialog>
);
