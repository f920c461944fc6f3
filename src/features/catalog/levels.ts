/** 证书等级; the numbers are those of the national platform (`certificateGrade`). */
export const LEVEL_LABELS = { 1: '初级', 2: '中级', 3: '高级' } as const;

export type CertificateGrade = keyof typeof LEVEL_LABELS;

export const GRADES: readonly CertificateGrade[] = [1, 2, 3];

export const levelLabel = (level: CertificateGrade): string => LEVEL_LABELS[level];

/** Stands for the levels of a certificate that has none yet, and what follows from it. */
export const LEVELS_MISSING = '待登记';
export const NOT_YET_CHOSEN = '等级登记前不能选择';

/** 第一至四批; the fourth is the last (项目办函〔2025〕1号 一). */
export const BATCHES = { 1: '第一批', 2: '第二批', 3: '第三批', 4: '第四批' } as const;

export type Batch = keyof typeof BATCHES;

export const BATCH_UNKNOWN = '批次待核';

export const batchLabel = (batch: Batch | null): string =>
  batch === null ? BATCH_UNKNOWN : BATCHES[batch];

/** How well a row is vouched for; it stays visible wherever the row is shown. */
export const TRUSTS = { 高: '高', 中: '中', 低: '低' } as const;
