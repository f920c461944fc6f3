import type { FileKind } from './file-refusal.ts';

const MAX_CHARACTERS = 120;

/** Controls, bidirectional controls and zero-width characters: they make one name look like another. */
const INVISIBLE =
  /[\p{Cc}\u{061c}\u{180e}\u{200b}-\u{200f}\u{2028}-\u{202e}\u{2060}-\u{206f}\u{feff}\u{fff9}-\u{fffb}\u{e0000}-\u{e007f}]/gu;

const KIND_OF_EXTENSION: Record<string, FileKind> = {
  pdf: 'pdf',
  jpg: 'jpeg',
  jpeg: 'jpeg',
  png: 'png',
  csv: 'csv',
  docx: 'docx',
  xlsx: 'xlsx',
};

const splitExtension = (name: string): readonly [stem: string, extension: string] => {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? [name, ''] : [name.slice(0, dot), name.slice(dot)];
};

/**
 * The name a browser sent, made fit to be shown and offered for download: no folders, no invisible characters, at
 * most 120 characters with the extension kept. Chinese and rare characters stay. Never used as a storage name.
 */
export const cleanOriginalName = (given: string): string => {
  const base = given.toWellFormed().replaceAll('\u{fffd}', '').split(/[\\/]/u).at(-1) ?? '';
  const visible = base
    .replace(INVISIBLE, '')
    .normalize('NFC')
    .replace(/\s+/gu, ' ')
    .replace(/[. ]+$/u, '')
    .trim();
  const [rawStem, extension] = splitExtension(visible);
  const stem = rawStem.replace(/^[. ]+/u, '').trimEnd() || '未命名';
  const suffix = Array.from(extension).slice(0, 20);
  return (
    Array.from(stem)
      .slice(0, MAX_CHARACTERS - suffix.length)
      .join('') + suffix.join('')
  );
};

/** The kind that a cleaned name's extension claims; undefined for an extension we never accept. */
export const claimedKind = (cleanName: string): FileKind | undefined =>
  KIND_OF_EXTENSION[splitExtension(cleanName)[1].slice(1).toLowerCase()];
