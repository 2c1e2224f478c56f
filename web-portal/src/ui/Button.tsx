import type { ButtonHTMLAttributes } from 'react';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** primary: one a page; stop: ends something for good and asks first; text: a verb in a line. */
  kind?: 'primary' | 'plain' | 'stop' | 'text';
  small?: boolean;
}

export function Button({ kind = 'plain', small = false, type = 'button', className = '', ...rest }: ButtonProps) {
  return <button type={type} className={`button ${kind}${small ? ' small' : ''} ${className}`.trim()} {...rest} />;
}
