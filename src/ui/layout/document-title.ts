import { useEffect } from 'react';

const parts = { product: '', page: '', errors: 0 };

const apply = (): void => {
  const prefix = parts.errors > 0 ? `（${parts.errors} 处需修改）` : '';
  document.title = prefix + [parts.page, parts.product].filter((part) => part !== '').join(' - ');
};

export const useProductTitle = (product: string): void => {
  useEffect(() => {
    parts.product = product;
    apply();
  }, [product]);
};

export const usePageTitle = (page: string): void => {
  useEffect(() => {
    parts.page = page;
    apply();
  }, [page]);
};

/** The number of errors stands first in the title, where a screen reader and a crowded tab bar show it. */
export const useErrorCount = (count: number): void => {
  useEffect(() => {
    parts.errors = count;
    apply();
    return () => {
      parts.errors = 0;
      apply();
    };
  }, [count]);
};
