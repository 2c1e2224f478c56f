import { useEffect, useState } from 'react';
import { useWords } from '../i18n/words';

/** Reads a sentence with the browser's own voice of the chosen language; unable where it has none. `speakNext` lets it finish what it says. */
export function useReadAloud(): { speak: (text: string) => void; speakNext: (text: string) => void; speaking: boolean; able: boolean } {
  const { language } = useWords();
  const [speaking, setSpeaking] = useState(false);
  const [able, setAble] = useState(false);
  useEffect(() => {
    if (!('speechSynthesis' in globalThis)) return undefined;
    const look = () => setAble(speechSynthesis.getVoices().some((voice) => voice.lang.startsWith(language)));
    look();
    speechSynthesis.addEventListener('voiceschanged', look);
    return () => {
      speechSynthesis.removeEventListener('voiceschanged', look);
      speechSynthesis.cancel();
    };
  }, [language]);
  const speakNext = (text: string) => {
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.lang = language;
    utterance.rate = 0.85; // slower than talk
    utterance.onend = () => setSpeaking(false);
    setSpeaking(true);
    speechSynthesis.speak(utterance);
  };
  const speak = (text: string) => {
    speechSynthesis.cancel();
    speakNext(text);
  };
  return { speak, speakNext, speaking, able };
}
