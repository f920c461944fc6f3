import { DomainError } from '../../kernel/error.ts';

/** The kinds of upload this system knows; everything else is refused. */
export type FileKind = 'pdf' | 'jpeg' | 'png' | 'csv' | 'docx' | 'xlsx';

export const MEDIA_TYPES: Record<FileKind, string> = {
  pdf: 'application/pdf',
  jpeg: 'image/jpeg',
  png: 'image/png',
  csv: 'text/csv',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

const KIND_LABELS: Record<FileKind, string> = {
  pdf: 'PDF',
  jpeg: 'JPG',
  png: 'PNG',
  csv: 'CSV',
  docx: 'DOCX',
  xlsx: 'XLSX',
};

/** What an unsafe PDF holds; the label completes the sentence “PDF 中含有……”. */
export const PDF_HAZARDS = {
  script: '脚本（JavaScript）',
  automatic_action: '打开时自动执行的动作',
  program_launch: '启动外部程序或文件的动作',
  attachment: '嵌入的附件',
  dynamic_form: '动态表单（XFA）',
  rich_media: '音视频或三维等富媒体',
  form_submission: '向外部提交数据的动作',
  oversized_content: '解压后异常庞大的内容',
  unusual_structure: '无法检查的内部结构',
} as const;

/** What an unsafe Office file holds; the label completes the sentence “文件中含有……”. */
const OFFICE_HAZARDS = {
  macro: '宏',
  embedded_object: '嵌入的对象或文件',
  external_content: '打开时从外部取用的内容',
  oversized_content: '解压后异常庞大的内容',
  encrypted: '密码保护',
  unusual_structure: '无法检查的内部结构',
} as const;

export type OfficeHazard = keyof typeof OFFICE_HAZARDS;

export type PdfHazard = keyof typeof PDF_HAZARDS;

const MEBIBYTE = 1024 * 1024;

/** `20 MB`, or plain bytes when the limit is not whole megabytes (1 MB = 1024 × 1024 bytes). */
const sizeText = (bytes: number): string => {
  if (bytes % MEBIBYTE === 0) return `${bytes / MEBIBYTE} MB`;
  return bytes % 1024 === 0 ? `${bytes / 1024} KB` : `${bytes} 字节`;
};

const kindList = (accept: readonly FileKind[]): string =>
  accept.map((kind) => KIND_LABELS[kind]).join('、');

export const tooLarge = (maxBytes: number): DomainError =>
  new DomainError(
    'too_large',
    'file.too_large',
    `文件超过 ${sizeText(maxBytes)}，未保存。请压缩后重新上传：扫描件可改用 200 dpi 灰度，或拆分成几个文件。`,
  );

export const emptyFile = (): DomainError =>
  new DomainError(
    'unprocessable',
    'file.empty',
    '文件是空的（0 字节）。请打开原文件确认有内容后重新上传。',
  );

const PRESENTATION = /\.(?:ppt|pptx|pps|ppsx|dps)$/i;

/** Slides are read as pages: their own program makes a PDF of them that is searched and shown like any other. */
const adviceFor = (originalName: string, accept: readonly FileKind[]): string =>
  PRESENTATION.test(originalName) && accept.includes('pdf')
    ? '演示文稿请在 PowerPoint 或 WPS 里导出为 PDF，再上传 PDF。'
    : '请另存为其中一种格式后重新上传。';

export const kindNotAllowed = (accept: readonly FileKind[], originalName: string): DomainError =>
  new DomainError(
    'unprocessable',
    'file.kind_not_allowed',
    `这里只能上传 ${kindList(accept)} 文件。${adviceFor(originalName, accept)}`,
  );

export const typeMismatch = (kind: FileKind): DomainError =>
  new DomainError(
    'unprocessable',
    'file.type_mismatch',
    `文件扩展名是 ${KIND_LABELS[kind]}，内容却不是。请勿直接改扩展名，请用原软件另存为 ${KIND_LABELS[kind]} 后重新上传。`,
  );

/** The bytes are at once a valid file of another kind, which some program would run or unpack. */
export const mixedContent = (kind: FileKind): DomainError =>
  new DomainError(
    'unprocessable',
    'file.type_mismatch',
    `文件里还混有另一种格式的内容，不能作为 ${KIND_LABELS[kind]} 接收。请重新扫描或用原软件另存后上传。`,
  );

export const damagedFile = (kind: FileKind): DomainError =>
  new DomainError(
    'unprocessable',
    'file.damaged',
    kind === 'csv'
      ? 'CSV 文件不是 UTF-8 或 GB18030 编码的文本。请用表格软件另存为“CSV UTF-8”后重新上传。'
      : `${KIND_LABELS[kind]} 文件已损坏或不完整。请确认能在电脑上正常打开，再重新导出或扫描后上传。`,
  );

export const imageTooBig = (): DomainError =>
  new DomainError(
    'unprocessable',
    'file.image_too_big',
    '图片的像素过大（单边超过 20000 或总数超过 1 亿）。请以 300 dpi 以下重新扫描，或缩小后上传。',
  );

export const unsafePdf = (hazard: PdfHazard): DomainError =>
  new DomainError(
    'unprocessable',
    'file.unsafe_pdf',
    `PDF 中含有${PDF_HAZARDS[hazard]}，为安全起见不能接收。请把盖章后的纸质文件重新扫描为 PDF，或用“打印为 PDF”另存一份后上传。`,
  );

export const unsafeOffice = (kind: FileKind, hazard: OfficeHazard): DomainError =>
  new DomainError(
    'unprocessable',
    'file.unsafe_office',
    `${KIND_LABELS[kind]} 文件中含有${OFFICE_HAZARDS[hazard]}，为安全起见不能接收。请去掉后另存为普通的 ${KIND_LABELS[kind]}，或另存为 PDF 后上传。`,
  );

export const encryptedPdf = (): DomainError =>
  new DomainError(
    'unprocessable',
    'file.encrypted_pdf',
    'PDF 设置了密码或权限限制，审核人员无法查看。请取消加密和限制后重新导出上传。',
  );

/** The time limit may also strike an honest file on a busy server, so the user is asked to try again. */
export const inspectionTimeout = (): DomainError =>
  new DomainError(
    'unavailable',
    'file.inspection_timeout',
    '文件检查超时，未保存。请稍后重新上传；仍不成功的，请重新扫描为 PDF 后再传。',
    { retryAfter: 30 },
  );

export const inspectionBusy = (): DomainError =>
  new DomainError(
    'unavailable',
    'file.inspection_busy',
    '当前上传人数较多，文件未保存。请等待半分钟后重新上传，已填写的内容不受影响。',
    { retryAfter: 30 },
  );

export const uploadInterrupted = (): DomainError =>
  new DomainError(
    'invalid',
    'file.upload_interrupted',
    '上传中断，文件未保存。请检查网络后重新上传。',
  );

export const storageFull = (): DomainError =>
  new DomainError(
    'unavailable',
    'file.storage_full',
    '服务器存储空间不足，文件未保存。请稍后再传，并告知项目办。',
    { retryAfter: 300 },
  );
