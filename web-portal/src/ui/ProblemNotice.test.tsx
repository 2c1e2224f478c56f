import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { WordsProvider } from '../i18n/words';
import { ProblemNotice } from './ProblemNotice';

it('says a refusal in the person’s language, and of an unknown one that it could not be done', () => {
  const problem = { title: 'The file is on another desk', status: 409 };
  const { unmount } = render(<WordsProvider initial="vi"><ProblemNotice problem={{ ...problem, type: 'on-another-desk' }} /></WordsProvider>);
  expect(screen.getByText(/Hồ sơ hiện ở bàn khác/)).toBeTruthy();
  unmount();
  render(<WordsProvider initial="en"><ProblemNotice problem={{ ...problem, type: 'toString' }} /></WordsProvider>);
  expect(screen.getByText(/could not be done/)).toBeTruthy();
});
