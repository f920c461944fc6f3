import { randomBytes } from 'node:crypto';

const STORAGE_KEY = /^([0-9a-f]{2})\/([0-9a-f]{2})\/\1\2[0-9a-f]{28}$/;

/** 128 random bits: a name can neither be guessed nor does it tell anything about the file. */
export const newStorageKey = (): string => {
  const name = randomBytes(16).toString('hex');
  return `${name.slice(0, 2)}/${name.slice(2, 4)}/${name}`;
};

/** Whether it has the form `ab/cd/abcd...`; anything else must not become a path. */
export const isStorageKey = (text: string): boolean => STORAGE_KEY.test(text);
