/** A falling third, as in a station. */
const NOTES_HERTZ = [659, 523];
const NOTE_SECONDS = 0.6;
/** How long it sounds: a voice begins after it. */
export const CHIME_MILLIS = NOTES_HERTZ.length * NOTE_SECONDS * 1000;

/** Rings once. Browsers keep a page silent until somebody has touched it. */
export function chime() {
  if (!('AudioContext' in globalThis)) return;
  const audio = new AudioContext();
  NOTES_HERTZ.forEach((hertz, index) => {
    const from = audio.currentTime + index * NOTE_SECONDS;
    const tone = new OscillatorNode(audio, { frequency: hertz });
    const loudness = new GainNode(audio, { gain: 0.5 });
    loudness.gain.setValueAtTime(0.5, from);
    loudness.gain.exponentialRampToValueAtTime(0.001, from + NOTE_SECONDS);
    tone.connect(loudness).connect(audio.destination);
    tone.start(from);
    tone.stop(from + NOTE_SECONDS);
    if (index === NOTES_HERTZ.length - 1) tone.onended = () => void audio.close();
  });
}
