import { fen } from '../../../kernel/fen.ts';
import { addDays, addMinutes } from '../../../kernel/time.ts';
import { FileLink } from '../../../ui/display/file-link.tsx';
import { BarChart, TileMap } from '../../../ui/display/chart.tsx';
import { Compare } from '../../../ui/display/compare.tsx';
import { History } from '../../../ui/display/history.tsx';
import { Money } from '../../../ui/display/money.tsx';
import { Stat, Stats } from '../../../ui/display/stat.tsx';
import { Flag, StatusTag } from '../../../ui/display/status-tag.tsx';
import { SummaryList } from '../../../ui/display/summary-list.tsx';
import { TaskList } from '../../../ui/display/task-list.tsx';
import { Deadline, Time } from '../../../ui/display/time-text.tsx';
import { Columns, Row, Section } from '../../../ui/layout/page.tsx';
import { nowInstant } from '../../../ui/time/clock.ts';
import { SAMPLE_STATUSES } from './sample-rows.ts';

const KitMarks = () => {
  const now = nowInstant();
  return (
    <Section title="状态、提醒与时间" id="marks">
      <Row>
        {Object.values(SAMPLE_STATUSES).map((status) => (
          <StatusTag key={status.label} tone={status.tone}>
            {status.label}
          </StatusTag>
        ))}
      </Row>
      <Row>
        <Flag tone="attention">您查看后有变更</Flag>
        <Flag tone="danger">已超期 3 天</Flag>
        <Flag tone="done">盖章页已核对</Flag>
        <Flag>由市级初审转来</Flag>
      </Row>
      <Row>
        <Deadline at={addDays(now, 12)} label="申报截止" />
        <Deadline at={addMinutes(now, 135)} label="补正截止" />
        <Deadline at={addDays(now, -2)} label="初审截止" />
      </Row>
      <Row>
        <Time at={now} />
        <Money amount={fen(140_950)} />
        <FileLink href="#" name="备案名单（第3版）.pdf" byteCount={482_133} pageCount={14} />
      </Row>
    </Section>
  );
};

const KitRecord = () => (
  <Section title="记录" id="record">
    <Columns>
      <SummaryList
        items={[
          { term: '单位', value: '东川市第1职业技术学院', changeTo: '/kit' },
          { term: '负责人', value: '欧阳·阿依古丽', changeTo: '/kit' },
          { term: '计划人数', value: '120 人（去年 96 人）', changeTo: '/kit' },
          { term: '说明', value: '', changeTo: '/kit' },
        ]}
      />
      <TaskList
        items={[
          { to: '/kit/a', label: '基本情况', status: '已填写', tone: 'done' },
          { to: '/kit/b', label: '申报条件', hint: '约 10 分钟，需要专业目录', status: '填写中' },
          { to: '/kit/c', label: '试点工作方案', status: '需修改', tone: 'attention' },
          { to: '/kit/d', label: '盖章材料', status: '未开始' },
        ]}
      />
    </Columns>
  </Section>
);

const CHANGES = [
  { label: '计划人数', before: '96', after: '120' },
  { label: '负责人', before: '王建国', after: '王建国' },
  { label: '合作企业', before: '', after: '东川精工有限公司' },
  { label: '备注', before: '场地为租用', after: '' },
];

const KitHistory = () => {
  const now = nowInstant();
  return (
    <Section title="经过与对照" id="history">
      <Columns>
        <History
          events={[
            {
              id: '3',
              at: addMinutes(now, -42),
              actor: '东川市教育局 李敏',
              title: '退回修改',
              detail: '请补充第二年招生的证明；计划人数请按专业分列。',
            },
            {
              id: '2',
              at: addDays(now, -1),
              actor: '东川市第1职业技术学院 王建国',
              title: '提交申请',
              changes: <Compare caption="与上一版的对照" fields={CHANGES} changedOnly />,
            },
            { id: '1', at: addDays(now, -6), actor: '系统', title: '建立草稿' },
          ]}
        />
        <Compare caption="与去年的对照" fields={CHANGES} beforeLabel="去年" afterLabel="今年" />
      </Columns>
    </Section>
  );
};

const TILES: readonly (readonly [string, number, number, number])[] = [
  ['北原', 1, 3, 18],
  ['西岭', 2, 1, 42],
  ['中江', 2, 2, 82],
  ['东川', 2, 4, 64],
  ['河口', 3, 2, 95],
  ['南湖', 3, 3, 100],
  ['青石', 4, 3, 7],
];

const KitFigures = () => (
  <Section title="数字与图" id="figures">
    <Stats>
      <Stat figure={128} label="待审核" to="/kit?group=late" note="今天新到 6 份" />
      <Stat figure={7} label="超期" to="/kit?group=late" tone="danger" />
      <Stat figure={23} label="三天内到期" to="/kit" tone="attention" />
      <Stat figure="82%" label="已提交" note="去年同日 76%" />
    </Stats>
    <Columns>
      <BarChart
        title="中江已提交 82%，青石只有 7%"
        valueLabel="已提交"
        max={100}
        items={TILES.map(([label, , , value]) => ({
          label,
          value,
          text: `${value}%`,
          ...(value < 10 ? { tone: 'attention' as const } : {}),
        }))}
      />
      <TileMap
        title="南湖已全部提交"
        valueLabel="已提交"
        max={100}
        tiles={TILES.map(([label, row, column, value]) => ({
          label,
          row,
          column,
          value,
          text: `${value}%`,
          to: '/kit',
        }))}
      />
    </Columns>
  </Section>
);

export const KitDisplay = () => (
  <>
    <KitMarks />
    <KitRecord />
    <KitHistory />
    <KitFigures />
  </>
);
