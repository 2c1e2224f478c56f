import type { ReactNode } from 'react';

/** One or two sentences on soft ground; stays until solved. */
export function Notice({ kind, children }: { kind: 'info' | 'ok' | 'due' | 'late' | 'protected'; children: ReactNode }) {
  return (
    <div className={`notice ${kind}`} role={kind === 'late' ? 'alert' : 'status'}>
      {children}
    </div>
  );
}
