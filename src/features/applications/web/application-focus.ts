const FOCUSABLE = 'input, select, textarea, button, a, [tabindex]';

const focusable = (element: HTMLElement): HTMLElement | null =>
  element.matches(FOCUSABLE) ? element : element.querySelector<HTMLElement>(FOCUSABLE);

/** Elements whose id ends with the field's name, then those of its parts, then those of what it belongs to. */
const candidates = (field: string): HTMLElement[] => {
  const name = CSS.escape(field);
  const whole = CSS.escape(field.replace(/\.[^.\]]*$/, ''));
  return [
    ...document.querySelectorAll<HTMLElement>(`[id$="-${name}"]`),
    ...document.querySelectorAll<HTMLElement>(`[id*="-${name}."]`),
    ...(whole === name ? [] : document.querySelectorAll<HTMLElement>(`[id*="-${whole}."]`)),
  ];
};

/** Puts the focus into a field of this page, opening what it is folded into; false when it does not stand here. */
export const focusField = (field: string): boolean => {
  const found = candidates(field).find((element) => focusable(element) !== null);
  const target = found === undefined ? null : focusable(found);
  if (found === undefined || target === null) return false;
  for (
    let fold = found.closest('details');
    fold !== null;
    fold = fold.parentElement?.closest('details') ?? null
  ) {
    fold.open = true;
  }
  target.scrollIntoView({ block: 'center' });
  target.focus({ preventScroll: true });
  return true;
};
