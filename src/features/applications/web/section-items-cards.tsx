import { memo, useState } from 'react';
import { useSearchParams } from 'react-router';

import { isBlocking } from '../../../kernel/finding.ts';
import { Button } from '../../../ui/action/button.tsx';
import { Flag } from '../../../ui/display/status-tag.tsx';
import { FieldShell, useField } from '../../../ui/form/field.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { focusField } from './application-focus.ts';
import { plannedOf } from './application-items.ts';
import {
  CertificateField,
  GradesField,
  HeadcountField,
  isSameRow,
  type ItemProps,
  MajorChoices,
  NewnessTag,
  NoteField,
  ReasonFields,
  SiteField,
} from './section-item-fields.tsx';

const MajorsField = (props: ItemProps) => {
  const field = { name: `${props.path}.institutionMajorIds`, label: '对应专业', required: true };
  const wiring = useField(field);
  return (
    <FieldShell field={field} wiring={wiring} kind="group">
      <div id={wiring.control.id} tabIndex={-1}>
        <MajorChoices {...props} idPrefix={`${wiring.control.id}-choice`} />
      </div>
    </FieldShell>
  );
};

const CardState = ({ item, findings }: ItemProps) => {
  const count = findings.filter(isBlocking).length;
  if (count > 0) return <Flag tone="danger">{count} 处需修改</Flag>;
  if (findings.length > 0) return <Flag tone="attention">请看提醒</Flag>;
  const isOpen =
    item.institutionMajorIds.length === 0 || item.grades.length === 0 || plannedOf(item) === null;
  return isOpen ? <Flag>未填完</Flag> : <span>{item.plannedHeadcount} 人</span>;
};

interface ItemCardProps extends ItemProps {
  /** A new item opens by itself. */
  readonly isOpen: boolean;
}

const ItemCardView = ({ isOpen, ...props }: ItemCardProps) => {
  const [isChanging, setChanging] = useState(false);
  const [isUnfolded, setUnfolded] = useState(isOpen);
  const [wasOpen, setWasOpen] = useState(isOpen);
  if (isOpen !== wasOpen) {
    setWasOpen(isOpen);
    if (isOpen) setUnfolded(true);
  }
  const change = () => {
    setChanging(true);
    setTimeout(() => focusField(`${props.path}.certificateLevelId`), 50);
  };
  return (
    <li className="card" data-item={props.item.id}>
      <details
        className="disclosure"
        open={isUnfolded}
        onToggle={(event) => setUnfolded(event.currentTarget.open)}
      >
        <summary>
          <Icon name="chevron-right" />
          <span className="application-card-title">
            <span>
              {props.number}. {props.name}
            </span>
            <NewnessTag facts={props.facts} />
            <CardState {...props} />
          </span>
        </summary>
        {isUnfolded ? (
          <div className="application-card-fields">
            <CertificateField
              {...props}
              brief
              isChanging={isChanging}
              onDone={() => setChanging(false)}
            />
            <MajorsField {...props} />
            <GradesField {...props} />
            <HeadcountField {...props} />
            <ReasonFields {...props} />
            <SiteField {...props} />
            <NoteField {...props} />
            <div className="row">
              <Button onClick={change}>
                更换证书<span className="hidden">：第 {props.number} 项</span>
              </Button>
              <Button onClick={() => props.onRemove(props.item.id)}>
                删除这一项<span className="hidden">：{props.name}</span>
              </Button>
            </div>
          </div>
        ) : null}
      </details>
    </li>
  );
};

/** A phone draws the fields of a card only once it is opened, and a card only when something about it changed. */
const ItemCard = memo(
  ItemCardView,
  (one, other) => one.isOpen === other.isOpen && isSameRow(one, other),
);

interface ItemsCardsProps {
  readonly rows: readonly ItemProps[];
  readonly openId: string | undefined;
}

/** The form for phones and narrow windows: one card an item, folded to its essentials. */
export const ItemsCards = ({ rows, openId }: ItemsCardsProps) => {
  // A link into one of the fields opens its card first.
  const field = useSearchParams()[0].get('field') ?? '';
  return (
    <ol className="cards" aria-label="申报证书明细">
      {rows.map((row) => (
        <ItemCard
          key={row.item.id}
          {...row}
          isOpen={
            row.item.id === openId ||
            rows.length === 1 ||
            field.startsWith(`${row.path}.`) ||
            field === row.path
          }
        />
      ))}
    </ol>
  );
};
