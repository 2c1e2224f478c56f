import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import '../i18n/fonts';
import { WordsProvider } from '../i18n/words';
import '../ui/portal.css';
import { App } from './App';

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <WordsProvider>
      <BrowserRouter>
        <App />
      </BrowserRouter>
    </WordsProvider>
  </StrictMode>,
);
