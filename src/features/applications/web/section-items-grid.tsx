import { memo, useEffect, useRef, useState } from 'react';

import { isBlocking } from '../../../kernel/finding.ts';
import { Button } from '../../../ui/action/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { focusField } from './application-focus.ts';
import {
  CertificateField,
  GradesField,
  HeadcountField,
  isSameRow,
  type ItemProps,
  MajorsCell,
  NoteField,
  ReasonFields,
  reasonFindings,
  SiteField,
} from './section-item-fields.tsx';

/** What is wrong in the row, in words of full width below it; the cells only mark the place. */
const RowNotes = (props: ItemProps) => {
  const { findings, number, item } = props;
  const asked = reasonFindings(findings);
  const told = findings.filter((finding) => !asked.includes(finding));
  if (findings.length === 0 && item.threeYearReason === '') return null;
  return (
    <tr className="application-row-notes">
      <td colSpan={8}>
        <div className="application-notes" role="group" aria-label={`第 ${number} 项需处理`}>
          {told.map((finding) => (
            <p
              key={`${finding.code} ${finding.text}`}
              className="field-finding"
              data-severity={finding.severity}
            >
              <Icon name="warning" />
              <span>{finding.text}</span>
            </p>
          ))}
          <ReasonFields {...props} />
        </div>
      </td>
    </tr>
  );
};

const GridRowView = (props: ItemProps) => {
  const { item, number, findings } = props;
  const [isChanging, setChanging] = useState(false);
  const change = () => {
    setChanging(true);
    setTimeout(() => focusField(`${props.path}.certificateLevelId`), 50);
  };
  const tone = findings.some(isBlocking) ? 'danger' : undefined;
  return (
    <>
      <tr data-tone={tone} data-item={item.id}>
        <td className="number-cell">{number}</td>
        <th scope="row">
          <CertificateField {...props} isChanging={isChanging} onDone={() => setChanging(false)} />
        </th>
        <td>
          <MajorsCell {...props} />
        </td>
        <td>
          <GradesField {...props} short />
        </td>
        <td>
          <HeadcountField {...props} short />
        </td>
        <td>
          <SiteField {...props} short />
        </td>
        <td>
          <NoteField {...props} short />
        </td>
        <td>
          <Button small tone="quiet" onClick={change}>
            更换<span className="hidden">第 {number} 项的证书</span>
          </Button>
          <Button small tone="quiet" onClick={() => props.onRemove(item.id)}>
            删除
            <span className="hidden">
              第 {number} 项 {props.name}
            </span>
          </Button>
        </td>
      </tr>
      <RowNotes {...props} />
    </>
  );
};

/** With a hundred rows, typing into one must not draw the others again. */
const GridRow = memo(GridRowView, isSameRow);

/** Enter and the arrow keys go to the same column of the next or previous row, as in a sheet. */
const moveInColumn = (table: HTMLElement, event: KeyboardEvent): void => {
  const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  const { target } = event;
  if (step === undefined || !(target instanceof HTMLInputElement) || event.isComposing) return;
  const column = /\.(plannedHeadcount|note)$/.exec(target.name)?.[0];
  if (column === undefined) return;
  const cells = [...table.querySelectorAll<HTMLInputElement>(`input[name$="${column}"]`)];
  const next = cells[cells.indexOf(target) + step];
  event.preventDefault();
  next?.focus();
  next?.select();
};

interface ItemsGridProps {
  readonly rows: readonly ItemProps[];
  /** Several cells were pasted into the grid. */
  readonly onPasteRows: (text: string) => void;
}

/** Keys and pasting of the whole sheet, whichever of its controls has the focus. */
const useSheetKeys = (onPasteRows: (text: string) => void) => {
  const ref = useRef<HTMLTableElement>(null);
  useEffect(() => {
    const table = ref.current;
    if (table === null) return undefined;
    const onKey = (event: KeyboardEvent) => moveInColumn(table, event);
    const onPaste = (event: ClipboardEvent) => {
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (!text.includes('\t')) return;
      event.preventDefault();
      onPasteRows(text);
    };
    table.addEventListener('keydown', onKey);
    table.addEventListener('paste', onPaste);
    return () => {
      table.removeEventListener('keydown', onKey);
      table.removeEventListener('paste', onPaste);
    };
  }, [onPasteRows]);
  return ref;
};

/** The dense form for wide windows. */
export const ItemsGrid = ({ rows, onPasteRows }: ItemsGridProps) => {
  const table = useSheetKeys(onPasteRows);
  return (
    <div className="table-frame">
      <table ref={table} className="table application-grid">
        <caption className="hidden">申报证书明细</caption>
        <thead>
          <tr>
            <th scope="col" className="number-cell">
              序号
            </th>
            <th scope="col" data-column="certificate">
              证书与等级
            </th>
            <th scope="col" data-column="majors">
              对应专业
            </th>
            <th scope="col" data-column="grades">
              参与年级
            </th>
            <th scope="col" data-column="headcount">
              计划人数
            </th>
            <th scope="col" data-column="site">
              站点
            </th>
            <th scope="col" data-column="note">
              备注
            </th>
            <th scope="col" data-column="tools">
              操作
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <GridRow key={row.item.id} {...row} />
          ))}
        </tbody>
      </table>
    </div>
  );
};
