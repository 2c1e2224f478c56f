import { useId, type ReactNode } from 'react';
import { useWords } from '../i18n/words';

interface FieldProps {
  label: string;
  hint?: string;
  error?: string | undefined;
  optional?: boolean;
  children: (attributes: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }) => ReactNode;
}

/** Label above, hint below it, error in words above the field. Optional is marked, required isn't. */
export function Field({ label, hint, error, optional, children }: FieldProps) {
  const { t } = useWords();
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className="field" data-error={error !== undefined}>
      <label htmlFor={id}>
        {label}
        {optional && <small> ({t('ui.optional')})</small>}
      </label>
      {hint && <p className="hint" id={`${id}-hint`}>{hint}</p>}
      {error && <p className="error" id={`${id}-error`}>{error}</p>}
      {children({ id, ...(described ? { 'aria-describedby': described } : {}), ...(error ? { 'aria-invalid': true as const } : {}) })}
    </div>
  );
}

/** A few choices, each with its own sentence; nothing is chosen beforehand. */
export function Choices<Value extends string>({ legend, name, values, chosen, onChoose, error, label, hint }: {
  legend: string;
  name: string;
  values: readonly Value[];
  chosen: Value | undefined;
  onChoose: (value: Value) => void;
  error?: string | undefined;
  label: (value: Value) => string;
  hint?: (value: Value) => string | undefined;
}) {
  return (
    <fieldset className="field" data-error={error !== undefined}>
      <legend>{legend}</legend>
      {error && <p className="error">{error}</p>}
      {values.map((value) => (
        <label key={value} className="choice">
          <input type="radio" name={name} value={value} checked={chosen === value} onChange={() => onChoose(value)} />
          <span>
            {label(value)}
            {hint?.(value) && <small>{hint(value)}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
