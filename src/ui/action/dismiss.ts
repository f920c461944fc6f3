import { useEffect, useRef } from 'react';

/** For a panel that opens beside its button: closes on Escape, on a press outside and when the focus leaves. */
export const useDismiss = (isOpen: boolean, close: (returnFocus: boolean) => void) => {
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isOpen) return undefined;
    const isOutside = (target: EventTarget | null) =>
      target instanceof Node && root.current?.contains(target) === false;
    const onPress = (event: PointerEvent) => {
      if (isOutside(event.target)) close(false);
    };
    const onFocus = (event: FocusEvent) => {
      if (isOutside(event.target)) close(false);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      // The dialog around, if there is one, stays open.
      event.preventDefault();
      close(true);
    };
    document.addEventListener('pointerdown', onPress);
    document.addEventListener('focusin', onFocus);
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('pointerdown', onPress);
      document.removeEventListener('focusin', onFocus);
      document.removeEventListener('keydown', onKey);
    };
  }, [isOpen, close]);
  return root;
};
