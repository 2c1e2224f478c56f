import type { ReactNode } from 'react';

export type Shape = 'wait' | 'here' | 'live' | 'done' | 'due' | 'late' | 'hold' | 'off' | 'island' | 'protected' | 'back' | 'gone';

/** Shapes are told apart without colour and at 16 px; they use currentColor, so forced colours keep them. */
const SHAPES: Record<Shape, ReactNode> = {
  wait: <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" strokeWidth="2" />,
  here: <circle cx="8" cy="8" r="6" />,
  live: <circle cx="8" cy="8" r="6" />,
  done: <path d="M2 2h12v12H2zM4.500 8l2.500 2.800L11.800 5" fillRule="evenodd" fill="currentColor" stroke="var(--surface)" strokeWidth="1.800" />,
  due: <path d="M8 1.500 15.500 14.500H.5zM8 6v4.500M8 12v.6" stroke="var(--surface)" strokeWidth="1.600" />,
  late: <path d="M8 .5 15.500 8 8 15.500.5 8zM8 4.500V9M8 10.800v.8" stroke="var(--surface)" strokeWidth="1.600" />,
  hold: <path d="M3 2h3.500v12H3zM9.500 2H13v12H9.500z" />,
  off: <path d="M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2M4 4l8 8" fill="none" stroke="currentColor" strokeWidth="2" />,
  island: <path d="M1 6c1.500-1.500 3-1.500 4.500 0M10.500 6c1.500-1.500 3-1.500 4.500 0M1 11c1.500-1.500 3-1.500 4.500 0M10.500 11c1.500-1.500 3-1.500 4.500 0" fill="none" stroke="currentColor" strokeWidth="2" />,
  protected: <path d="M8 1l6 2.200V8c0 3.800-2.600 6-6 7-3.400-1-6-3.200-6-7V3.200z" />,
  back: <path d="M6 3 2 7l4 4M2.500 7H10a4 4 0 0 1 4 4v2" fill="none" stroke="currentColor" strokeWidth="2" />,
  gone: <path d="M3 3l10 10M13 3 3 13" fill="none" stroke="currentColor" strokeWidth="2.400" />,
};

/** A state: shape, word and colour say the same. */
export function Status({ shape, children }: { shape: Shape; children: ReactNode }) {
  return (
    <span className={`status ${shape}`}>
      <svg viewBox="0 0 16 16" fill="currentColor" aria-hidden="true">{SHAPES[shape]}</svg>
      {children}
    </span>
  );
}
