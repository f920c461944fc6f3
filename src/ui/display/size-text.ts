const UNITS = ['字节', 'KB', 'MB', 'GB'] as const;

/** `3.3 MB`; a limit of `20 MB` without a decimal. */
export const sizeText = (bytes: number): string => {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** power;
  const text = value >= 100 ? value.toFixed(0) : String(Math.round(value * 10) / 10);
  return `${text} ${UNITS[power] ?? ''}`;
};
