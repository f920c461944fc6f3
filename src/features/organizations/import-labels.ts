import { importColumns as columns } from '../../kernel/import.ts';

const SOURCE = columns(
  { key: 'source', label: '来源', help: '这些信息的出处', example: '教育部名单（2025-06-20）' },
  { key: 'trust', label: '可信度', help: '高、中或低', example: '高' },
);

export const DIVISION_COLUMNS = columns(
  {
    key: 'code',
    label: '行政区划代码',
    required: true,
    help: '6 位数字；国标没有代码的用 LOCAL- 开头自编',
    example: '990100',
  },
  { key: 'name', label: '名称', required: true, help: '全称', example: '某某市' },
  {
    key: 'level',
    label: '级别',
    required: true,
    help: '如省、地级市、市辖区、县',
    example: '地级市',
  },
  { key: 'parent_code', label: '上级代码', help: '上级行政区划代码，省级留空', example: '990000' },
  { key: 'source', label: '来源', required: true, help: '这些信息的出处', example: 'GB/T 2260' },
);

export const ORGANIZATION_COLUMNS = columns(
  {
    key: 'kind',
    label: '单位类型',
    required: true,
    help: '院校、市级教育行政部门、培训评价组织、省级教育行政部门或项目办公室',
    example: '院校',
  },
  {
    key: 'code',
    label: '单位编码',
    help: '同类单位中唯一，此后不再改变；留空时取院校标识码，其次统一社会信用代码',
    example: '3699000001',
  },
  {
    key: 'name',
    label: '单位名称',
    required: true,
    help: '全称',
    example: '某某市职业中等专业学校',
  },
  { key: 'short_name', label: '简称', help: '通行的简称', example: '某市职专' },
  {
    key: 'former_names',
    label: '曾用名',
    help: '几个之间用分号隔开',
    example: '某某市第一职业中学',
  },
  { key: 'area_code', label: '行政区划代码', help: '须已在行政区划中', example: '990100' },
  { key: 'credit_code', label: '统一社会信用代码', help: '18 位', example: '' },
  {
    key: 'institution_kind',
    label: '院校类型',
    help: '院校必填：中等职业学校、高等职业学校（专科）、应用型本科、职业本科或普通本科（未认定应用型）',
    example: '中等职业学校',
  },
  {
    key: 'affiliation',
    label: '隶属关系',
    help: '院校必填：省属、市属、县（区）属、部属或民办；与院校类型一起决定审核路线',
    example: '市属',
  },
  { key: 'institution_code', label: '院校标识码', help: '10 位数字', example: '3699000001' },
  { key: 'ownership', label: '办学性质', help: '如公办、民办', example: '公办' },
  { key: 'address', label: '地址', help: '', example: '' },
  ...SOURCE,
);

export const JURISDICTION_COLUMNS = columns(
  {
    key: 'institution_code',
    label: '院校编码',
    help: '单位编码或院校标识码；与院校名称至少填一项',
    example: '3699000001',
  },
  {
    key: 'institution_name',
    label: '院校名称',
    help: '全称；同时填了编码时用来核对',
    example: '某某市职业中等专业学校',
  },
  {
    key: 'bureau_code',
    label: '管辖部门编码',
    help: '市级教育行政部门的单位编码；与名称至少填一项',
    example: '990100',
  },
  {
    key: 'bureau_name',
    label: '管辖部门名称',
    help: '全称；同时填了编码时用来核对',
    example: '某某市教育局',
  },
  {
    key: 'valid_from',
    label: '开始日期',
    required: true,
    help: '形如 2025-01-01',
    example: '2025-01-01',
  },
  { key: 'valid_to', label: '结束日期', help: '自这一天起不再管辖；一直有效则留空', example: '' },
  { key: 'note', label: '说明', help: '依据或原因', example: '' },
);

export const MAJOR_COLUMNS = columns(
  { key: 'code', label: '专业代码', required: true, help: '6 位数字，可带 K', example: '710201' },
  { key: 'catalog_edition', label: '目录版本', required: true, help: '如 2021', example: '2021' },
  { key: 'name', label: '专业名称', required: true, help: '', example: '计算机应用' },
  {
    key: 'education_level',
    label: '层次',
    required: true,
    help: '中职、高职专科或职业本科',
    example: '中职',
  },
  { key: 'class_code', label: '专业类代码', required: true, help: '4 位数字', example: '7102' },
  { key: 'class_name', label: '专业类名称', required: true, help: '', example: '计算机类' },
  { key: 'category_code', label: '专业大类代码', required: true, help: '2 位数字', example: '71' },
  {
    key: 'category_name',
    label: '专业大类名称',
    required: true,
    help: '',
    example: '电子与信息大类',
  },
  { key: 'state_controlled', label: '国家控制布点', help: '是或否，留空为否', example: '否' },
);

export const INSTITUTION_MAJOR_COLUMNS = columns(
  {
    key: 'institution_code',
    label: '院校编码',
    help: '单位编码或院校标识码；与院校名称至少填一项',
    example: '3699000001',
  },
  {
    key: 'institution_name',
    label: '院校名称',
    help: '全称；同时填了编码时用来核对',
    example: '某某市职业中等专业学校',
  },
  {
    key: 'major_code',
    label: '专业代码',
    required: true,
    help: '6 位数字，可带 T、K',
    example: '710201',
  },
  { key: 'major_name', label: '专业名称', help: '目录外的专业必填', example: '计算机应用' },
  { key: 'direction', label: '专业方向', help: '同一专业分方向招生时填写', example: '' },
  {
    key: 'first_enrolment_year',
    label: '首次招生年份',
    required: true,
    help: '4 位数字',
    example: '2018',
  },
  { key: 'current_students', label: '在校生人数', required: true, help: '整数', example: '260' },
  { key: 'status', label: '招生状态', help: '在招或已停招，留空为在招', example: '在招' },
);

export type DivisionKey = (typeof DIVISION_COLUMNS)[number]['key'];
export type OrganizationKey = (typeof ORGANIZATION_COLUMNS)[number]['key'];
export type JurisdictionKey = (typeof JURISDICTION_COLUMNS)[number]['key'];
export type MajorKey = (typeof MAJOR_COLUMNS)[number]['key'];
export type InstitutionMajorKey = (typeof INSTITUTION_MAJOR_COLUMNS)[number]['key'];

/** The registers a file can be imported into, in the order in which a new installation needs them. */
export const ORGANIZATION_IMPORTS = {
  divisions: { title: '行政区划', columns: DIVISION_COLUMNS },
  organizations: { title: '单位（市局、院校、评价组织）', columns: ORGANIZATION_COLUMNS },
  jurisdictions: { title: '管辖关系', columns: JURISDICTION_COLUMNS },
  majors: { title: '专业目录', columns: MAJOR_COLUMNS },
  'institution-majors': { title: '院校专业', columns: INSTITUTION_MAJOR_COLUMNS },
} as const;

export type OrganizationImportName = keyof typeof ORGANIZATION_IMPORTS;
