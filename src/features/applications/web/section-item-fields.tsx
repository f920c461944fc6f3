import { useState } from 'react';

import { type Finding, isBlocking } from '../../../kernel/finding.ts';
import { Button } from '../../../ui/action/button.tsx';
import { Popup } from '../../../ui/action/popup.tsx';
import { call } from '../../../ui/api/api-client.ts';
import { StatusTag } from '../../../ui/display/status-tag.tsx';
import { CheckboxField } from '../../../ui/form/choice-fields.tsx';
import { ComboField } from '../../../ui/form/combo-field.tsx';
import { FieldShell, FindingLines, useField } from '../../../ui/form/field.tsx';
import { useFieldState } from '../../../ui/form/form.tsx';
import { NumberField, TextArea, TextField } from '../../../ui/form/text-fields.tsx';
import type { ComboOption } from '../../../ui/form/use-options.ts';
import { searchCertificateLevels } from '../../catalog/contract.ts';
import { type ApplicationItemContent, type Grade, GRADES } from '../content.ts';
import type { ApplicationView } from '../contract.ts';
import { warningKey } from '../rules.ts';

type Major = ApplicationView['majors'][number];
export type ItemFacts = ApplicationView['items'][number];

/** One item in the list, as a row of the grid or as a card. */
export interface ItemProps {
  readonly item: ApplicationItemContent;
  /** `items[2]`: the beginning of the paths of its fields. */
  readonly path: string;
  /** Counted from 1, for names that a screen reader hears. */
  readonly number: number;
  readonly name: string;
  /** What the server knows of it; undefined until it is saved. */
  readonly facts: ItemFacts | undefined;
  readonly majors: readonly Major[];
  readonly findings: readonly Finding[];
  /** Reasons given for warnings about it, by the warning's key. */
  readonly reasons: Readonly<Record<string, string>>;
  readonly onChange: (id: string, change: Partial<ApplicationItemContent>) => void;
  readonly onReason: (key: string, reason: string) => void;
  readonly onRemove: (id: string) => void;
  readonly onCertificate: (id: string, option: ComboOption) => void;
}

const sameText = (one: unknown, other: unknown): boolean =>
  one === other || JSON.stringify(one) === JSON.stringify(other);

/** Whether a row would look the same: lists made anew count by what they say. */
export const isSameRow = (one: ItemProps, other: ItemProps): boolean =>
  one.item === other.item &&
  one.path === other.path &&
  one.name === other.name &&
  one.majors === other.majors &&
  sameText(one.facts, other.facts) &&
  sameText(one.findings, other.findings) &&
  sameText(one.reasons, other.reasons);

/** Certificate levels that can be applied for, by name, pinyin, initials or organization. */
export const searchLevels = async (q: string, signal: AbortSignal): Promise<ComboOption[]> => {
  const { levels } = await call(searchCertificateLevels, { query: { q } }, { signal });
  return levels.map((level) => ({
    value: level.id,
    label: level.label,
    hint: level.evaluationOrganizationName,
  }));
};

/** 四.4: new or continuing is a fact of the filings, so it is shown, never asked. */
export const NewnessTag = ({ facts }: { readonly facts: ItemFacts | undefined }) => {
  if (facts === undefined) return null;
  return (
    <StatusTag tone={facts.isNew ? 'brand' : 'neutral'}>
      {facts.isNew ? '首次申报' : '延续'}
    </StatusTag>
  );
};

/** Whose certificate it is, on a line of its own. */
export const Evaluator = ({ facts }: { readonly facts: ItemFacts | undefined }) =>
  facts === undefined ? null : (
    <span className="application-evaluator">{facts.evaluationOrganizationName}</span>
  );

interface CertificateFieldProps extends ItemProps {
  /** Another certificate is being looked for. */
  readonly isChanging: boolean;
  readonly onDone: () => void;
  /** Without the name, where a heading says it. */
  readonly brief?: boolean;
}

export const CertificateField = ({
  isChanging,
  onDone,
  brief = false,
  ...props
}: CertificateFieldProps) => {
  const { item, path, number, name, facts } = props;
  const { id, findings } = useFieldState(`${path}.certificateLevelId`);
  if (isChanging) {
    return (
      <div className="row">
        <ComboField
          name={`${path}.certificateLevelId`}
          label={`第 ${number} 项的证书和等级`}
          labelHidden
          value={{ value: item.certificateLevelId, label: name }}
          options={searchLevels}
          onChange={(option) => {
            if (option === null) return;
            props.onCertificate(item.id, option);
            onDone();
          }}
        />
        <Button small tone="quiet" onClick={onDone}>
          不改了
        </Button>
      </div>
    );
  }
  return (
    <div id={id} tabIndex={-1} className="application-certificate">
      {brief ? null : (
        <>
          <strong>{name}</strong>
          <NewnessTag facts={facts} />
        </>
      )}
      <Evaluator facts={facts} />
      <FindingLines id={`${id}-error`} findings={findings} />
    </div>
  );
};

const majorHint = (major: Major): string =>
  `${major.firstEnrolmentYear} 年起招生，在校 ${major.currentStudents} 人${major.isClosed ? '，已停招' : ''}`;

const MANY_MAJORS = 10;

interface MajorChoicesProps extends Pick<ItemProps, 'item' | 'majors' | 'onChange'> {
  readonly idPrefix: string;
}

/** The institution's own majors with what decides about them: since when they enrol, and how many study. */
export const MajorChoices = ({ item, majors, onChange, idPrefix }: MajorChoicesProps) => {
  const [text, setText] = useState('');
  const chosen = item.institutionMajorIds;
  const offered = majors.filter(
    (major) =>
      (!major.isClosed || chosen.includes(major.id)) &&
      `${major.name}${major.code}`.includes(text.trim()),
  );
  const toggle = (id: string, isOn: boolean) =>
    onChange(item.id, {
      // In the order of the register, so that the same choice is always the same value.
      institutionMajorIds: majors
        .map((major) => major.id)
        .filter((one) => (one === id ? isOn : chosen.includes(one))),
    });
  return (
    <div className="application-majors">
      {majors.length > MANY_MAJORS ? (
        <input
          className="input"
          aria-label="筛选专业"
          placeholder="筛选专业名称或代码"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      ) : null}
      {offered.map((major) => (
        <div key={major.id} className="choice">
          <input
            type="checkbox"
            id={`${idPrefix}-${major.id}`}
            checked={chosen.includes(major.id)}
            aria-describedby={`${idPrefix}-${major.id}-hint`}
            onChange={(event) => toggle(major.id, event.target.checked)}
          />
          <label htmlFor={`${idPrefix}-${major.id}`}>{major.name}</label>
          <p className="choice-hint" id={`${idPrefix}-${major.id}-hint`}>
            {majorHint(major)}
          </p>
        </div>
      ))}
      {offered.length === 0 ? <p className="muted">没有符合的在招专业</p> : null}
    </div>
  );
};

/** In the grid: the chosen majors, and behind the button all of them. */
export const MajorsCell = (props: ItemProps) => {
  const { item, path, number, majors } = props;
  const { id, findings } = useFieldState(`${path}.institutionMajorIds`);
  const names = item.institutionMajorIds.map(
    (one) => majors.find((major) => major.id === one)?.name ?? '未知专业',
  );
  const text = names.length === 0 ? '选择专业' : names.join('、');
  return (
    <div
      id={id}
      className="application-majors-cell"
      data-invalid={findings.some(isBlocking) || undefined}
    >
      <Popup label={text} accessibleLabel={`第 ${number} 项的专业：${text}`}>
        <MajorChoices {...props} idPrefix={`${id}-choice`} />
      </Popup>
      <FindingLines id={`${id}-error`} findings={findings} />
    </div>
  );
};

const SHORT_GRADES: Record<Grade, string> = { G1: '一', G2: '二', G3: '三', G4: '四', G5: '五' };
const ALL_GRADES = Object.keys(GRADES) as Grade[];

interface GradesFieldProps extends ItemProps {
  /** One sign a grade, where the head of the column says the rest. */
  readonly short?: boolean;
}

export const GradesField = ({ item, path, number, onChange, short = false }: GradesFieldProps) => {
  const field = {
    name: `${path}.grades`,
    label: short ? `第 ${number} 项的参与年级` : '参与年级',
    labelHidden: short,
    required: !short,
  };
  const wiring = useField(field);
  return (
    <FieldShell field={field} wiring={wiring} kind="group">
      <div className="application-grades">
        {ALL_GRADES.map((grade, index) => (
          <label key={grade}>
            <input
              type="checkbox"
              id={index === 0 ? wiring.control.id : undefined}
              aria-label={GRADES[grade]}
              checked={item.grades.includes(grade)}
              onChange={(event) =>
                onChange(item.id, {
                  grades: ALL_GRADES.filter((one) =>
                    one === grade ? event.target.checked : item.grades.includes(one),
                  ),
                })
              }
            />
            {short ? SHORT_GRADES[grade] : GRADES[grade]}
          </label>
        ))}
      </div>
    </FieldShell>
  );
};

export const HeadcountField = ({
  item,
  path,
  number,
  onChange,
  short = false,
}: GradesFieldProps) => (
  <NumberField
    name={`${path}.plannedHeadcount`}
    label={short ? `第 ${number} 项的计划人数` : '计划人数'}
    labelHidden={short}
    required={!short}
    {...(short ? {} : { unit: '人' })}
    value={item.plannedHeadcount}
    onChange={(plannedHeadcount) => onChange(item.id, { plannedHeadcount })}
  />
);

export const SiteField = ({ item, path, number, onChange, short = false }: GradesFieldProps) => (
  <CheckboxField
    name={`${path}.siteIntention`}
    label={
      short ? <span className="hidden">第 {number} 项申请考核站点</span> : '同时申请设立考核站点'
    }
    value={item.siteIntention}
    onChange={(siteIntention) => onChange(item.id, { siteIntention })}
  />
);

export const NoteField = ({ item, path, number, onChange, short = false }: GradesFieldProps) => (
  <TextField
    name={`${path}.note`}
    label={short ? `第 ${number} 项的备注` : '备注'}
    labelHidden={short}
    maxLength={500}
    value={item.note}
    onChange={(note) => onChange(item.id, { note })}
  />
);

const isThreeYears = (finding: Finding): boolean => finding.code === 'application.three_years';

/** Warnings that want a reason. */
export const reasonFindings = (findings: readonly Finding[]): Finding[] =>
  findings.filter(
    (finding) =>
      isThreeYears(finding) ||
      (finding.code.startsWith('application.headcount_') &&
        finding.code !== 'application.headcount_missing'),
  );

interface HeadcountReasonProps extends Pick<ItemProps, 'onReason'> {
  readonly finding: Finding;
  readonly reason: string;
}

const HeadcountReason = ({ finding, reason, onReason }: HeadcountReasonProps) => {
  const key = warningKey(finding);
  return (
    <TextArea
      name={`acceptedWarnings.${key}`}
      label="确需如此的理由"
      help={finding.text}
      required
      rows={2}
      max={500}
      value={reason}
      onChange={(text) => onReason(key, text)}
      error={isBlocking(finding) ? '请填写理由，或改小计划人数' : undefined}
    />
  );
};

/** 三.1 and 六.1: soft rules; the institution gives its reason in place, the reviewer judges. */
export const ReasonFields = (props: ItemProps) => {
  const { item, path, findings, reasons } = props;
  const isYoung = findings.some(isThreeYears);
  const others = reasonFindings(findings).filter((finding) => !isThreeYears(finding));
  return (
    <>
      {isYoung || item.threeYearReason !== '' ? (
        <TextArea
          name={`${path}.threeYearReason`}
          label="招生不满 3 年的说明"
          required={isYoung}
          rows={2}
          max={500}
          value={item.threeYearReason}
          onChange={(threeYearReason) => props.onChange(item.id, { threeYearReason })}
        />
      ) : null}
      {others.map((finding) => (
        <HeadcountReason
          key={finding.code}
          finding={finding}
          reason={reasons[warningKey(finding)] ?? ''}
          onReason={props.onReason}
        />
      ))}
    </>
  );
};
