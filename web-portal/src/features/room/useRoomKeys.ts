import { useEffect, useRef } from 'react';

const REGIONS = ['.stage', '.desk', '.room-controls'];

/**
 * Single letters act (and never while typing); F6 and Shift+F6 go round stage, desk and bar; Escape returns to the stage.
 * Pause, off the record and conclude have no key on purpose.
 */
export function useRoomKeys(keys: Record<string, () => void>): void {
  const newest = useRef(keys);
  useEffect(() => {
    newest.current = keys;
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key === 'F6') {
        event.preventDefault();
        goRound(event.shiftKey ? -1 : 1);
        return;
      }
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.altKey || event.metaKey || target.closest('input, textarea, select, [contenteditable], dialog')) return;
      if (event.key === 'Escape') document.querySelector<HTMLElement>(REGIONS[0] ?? '')?.focus();
      newest.current[event.key.toLowerCase()]?.();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, []);
}

function goRound(step: 1 | -1): void {
  const regions = REGIONS.map((selector) => document.querySelector<HTMLElement>(selector)).filter((region) => region !== null);
  const current = regions.findIndex((region) => region.contains(document.activeElement));
  regions[(current + step + regions.length) % regions.length]?.focus();
}
