/** One drawn set: 24 grid, strokes of 2, round ends. Decorative: the word stands beside it. */
const PATHS = {
  mark: 'M3 21h18M5 21V10c0-4 3-7 7-7s7 3 7 7v11M12 8.5a2 2 0 1 1 0 4 2 2 0 0 1 0-4M8.5 21v-3a3.5 3.5 0 0 1 7 0v3',
  microphone: 'M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3M6 11a6 6 0 0 0 12 0M12 17v4M9 21h6',
  microphoneOff: 'M12 3a3 3 0 0 1 3 3v5M9 9v2a3 3 0 0 0 4.5 2.6M6 11a6 6 0 0 0 9.5 4.9M12 17v4M9 21h6M4 4l16 16',
  camera: 'M3 7h11v10H3zM14 11l6-3v8l-6-3z',
  cameraOff: 'M8 7h6v6M14 11l6-3v8l-3-1.5M12 17H3V7M4 4l16 16',
  hand: 'M8 12V6a1.5 1.5 0 0 1 3 0v5M11 11V4.5a1.5 1.5 0 0 1 3 0V11M14 11V6a1.5 1.5 0 0 1 3 0v8c0 4-2.5 7-6 7-3 0-4.500-1.500-6-4.500L4 14a1.500 1.500 0 0 1 2.600-1.500L8 14.500',
  help: 'M4 14v-2a8 8 0 0 1 16 0v2M4 14h3v5H5a1 1 0 0 1-1-1zM20 14h-3v5h2a1 1 0 0 0 1-1zM18 19c0 1.500-2 2.500-5 2.500',
  pause: 'M8 5v14M16 5v14',
  play: 'M7 4l12 8-12 8z',
  offRecord: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18M5.800 5.800l12.400 12.400',
  recording: 'M12 6a6 6 0 1 1 0 12 6 6 0 0 1 0-12z',
  waiting: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16',
  island: 'M3 8c2-2 4-2 6 0M15 8c2-2 4-2 6 0M3 14c2-2 4-2 6 0M15 14c2-2 4-2 6 0M13 4l-2 16',
  shield: 'M12 3l8 3v6c0 5-3.500 8-8 9-4.500-1-8-4-8-9V6z',
  seal: 'M12 3a6 6 0 1 1 0 12 6 6 0 0 1 0-12M9 14l-1.500 7L12 19l4.500 2L15 14M9.500 9l2 2 3.500-4',
  person: 'M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8M4 21c0-4 3.500-6.500 8-6.500s8 2.500 8 6.500',
  personAdd: 'M10 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8M2 21c0-4 3.500-6.500 8-6.500 2 0 3.800.5 5.200 1.400M19 14v6M16 17h6',
  sound: 'M4 9h4l5-4v14l-5-4H4zM16 9a4 4 0 0 1 0 6M18.500 6.500a8 8 0 0 1 0 11',
  soundOff: 'M4 9h4l5-4v14l-5-4H4zM17 10l4 4M21 10l-4 4',
  door: 'M6 21V3h12v18M3 21h18M14 12v1',
  screen: 'M3 4h18v12H3zM8 21h8M12 16v5M12 7a1.800 1.800 0 1 1 0 3.600A1.800 1.800 0 0 1 12 7M8.500 14a3.500 3.500 0 0 1 7 0',
  paper: 'M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6',
  globe: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18M3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18',
  print: 'M7 9V3h10v6M5 17H3V9h18v8h-2M7 14h10v7H7z',
} as const;

export type IconName = keyof typeof PATHS;

/** Icons with a direction follow the reading side; play, clocks and hands don't. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" fill={name === 'recording' || name === 'play' ? 'currentColor' : 'none'} stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
