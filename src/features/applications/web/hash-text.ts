/** Groups of eight, so that it can be compared by eye and breaks into lines. */
export const hashText = (hash: string): string => hash.match(/.{1,8}/g)?.join(' ') ?? hash;
