import type { ReactNode } from 'react';

/** One sentence, and the one act that makes sense now. */
export function Empty({ children, act }: { children: ReactNode; act?: ReactNode }) {
  return (
    <div className="empty">
      <p>{children}</p>
      {act}
    </div>
  );
}
