import { useEffect, useRef } from 'react';

/**
 * What is lacking in a form, with a link to each field by its name. It takes the focus when it appears and whenever `round`
 * (the count of tries) grows, so that a reader hears it and a keyboard goes on from it.
 */
export function ErrorSummary({ title, fields, round }: { title: string; fields: readonly { name: string; label: string }[]; round: number }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [round]);
  return (
    <div ref={box} className="notice late error-summary" role="alert" tabIndex={-1}>
      <div>
        <p><b>{title}</b></p>
        <ul>
          {fields.map(({ name, label }) => (
            <li key={name}>
              <a
                href={`#${name}`}
                onClick={(event) => {
                  event.preventDefault();
                  box.current?.closest('form')?.querySelector<HTMLElement>(`[name="${name}"]`)?.focus();
                }}
              >
                {label}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
