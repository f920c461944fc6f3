import { importColumns as columns } from '../../kernel/import.ts';

export const CERTIFICATE_COLUMNS = columns(
  {
    key: 'code',
    label: '证书编码',
    help: '此后不再改变；留空时按名称和评价组织找原有证书，新证书由系统编号',
    example: '',
  },
  {
    key: 'short_name',
    label: '证书名称',
    required: true,
    help: '不带“职业技能等级证书”',
    example: '某某技术应用',
  },
  { key: 'name', label: '证书全称', help: '留空时为名称加“职业技能等级证书”', example: '' },
  {
    key: 'levels',
    label: '等级',
    help: '已知的等级，用顿号隔开；已登记的等级不会因为留空而删除',
    example: '初级、中级',
  },
  { key: 'batch', label: '批次', help: '1 至 4；不确定则留空', example: '4' },
  { key: 'batch_basis', label: '批次依据', help: '如：名单所列、按编号推断', example: '名单所列' },
  {
    key: 'evaluation_organization_code',
    label: '评价组织编码',
    help: '单位目录中的单位编码；与名称至少填一项',
    example: '',
  },
  {
    key: 'evaluation_organization_name',
    label: '评价组织名称',
    help: '单位目录中的全称；同时填了编码时用来核对',
    example: '某某评价有限公司',
  },
  {
    key: 'status',
    label: '状态',
    help: '新登记的证书：可申报、退出中或已退出，留空为可申报',
    example: '可申报',
  },
  { key: 'standard_code', label: '标准编号', help: '', example: '' },
  { key: 'standard_url', label: '标准链接', help: '以 http:// 或 https:// 开头', example: '' },
  { key: 'sector', label: '领域', help: '', example: '' },
  { key: 'trust', label: '可信度', help: '高、中或低', example: '高' },
  { key: 'source', label: '来源', help: '这些信息的出处', example: '某某文件附件' },
  { key: 'note', label: '备注', help: '', example: '' },
);

const CERTIFICATE = columns(
  { key: 'certificate_code', label: '证书编码', help: '与证书名称至少填一项', example: '' },
  { key: 'certificate_name', label: '证书名称', help: '同名证书请填编码', example: '某某技术应用' },
);

export const CERTIFICATE_LEVEL_COLUMNS = columns(
  ...CERTIFICATE,
  { key: 'level', label: '等级', required: true, help: '初级、中级或高级', example: '中级' },
  {
    key: 'effective_on',
    label: '生效日期',
    help: '形如 2022-05-16；不清楚则留空',
    example: '2022-05-16',
  },
  { key: 'trust', label: '可信度', help: '高、中或低', example: '高' },
  { key: 'source', label: '来源', help: '这些信息的出处', example: '国家学分银行' },
);

export const CERTIFICATE_MAJOR_COLUMNS = columns(
  ...CERTIFICATE,
  {
    key: 'major_code',
    label: '专业代码',
    required: true,
    help: '6 位数字，可带 T、K',
    example: '710201',
  },
  { key: 'major_name', label: '专业名称', help: '专业目录中有的可留空', example: '计算机应用' },
  { key: 'education_level', label: '层次', help: '专业目录中有的可留空', example: '中职' },
  { key: 'trust', label: '可信度', help: '高、中或低', example: '中' },
  { key: 'source', label: '来源', help: '这些信息的出处', example: '职业技能等级标准' },
);

export type CertificateKey = (typeof CERTIFICATE_COLUMNS)[number]['key'];
export type CertificateLevelKey = (typeof CERTIFICATE_LEVEL_COLUMNS)[number]['key'];
export type CertificateMajorKey = (typeof CERTIFICATE_MAJOR_COLUMNS)[number]['key'];

/** What a file can be imported into, in the order in which a new installation needs them. */
export const CATALOG_IMPORTS = {
  certificates: { title: '证书', columns: CERTIFICATE_COLUMNS },
  'certificate-levels': { title: '证书等级', columns: CERTIFICATE_LEVEL_COLUMNS },
  'certificate-majors': { title: '证书适用专业', columns: CERTIFICATE_MAJOR_COLUMNS },
} as const;

export type CatalogImportName = keyof typeof CATALOG_IMPORTS;
