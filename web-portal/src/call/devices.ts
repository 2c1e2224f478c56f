/** What a camera or microphone check found, in words the page can say. */
export type DeviceTrouble = 'refused' | 'missing' | 'busy';

export type OpenedDevices =
  | { ok: true; stream: MediaStream }
  | { ok: false; trouble: DeviceTrouble };

/** 640×360 at 15 fps reads a face and a paper on a weak line; the microphone is cleaned by the browser, not by us. */
const CONSTRAINTS: MediaStreamConstraints = {
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  video: { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 15, max: 30 } },
};

/** Opens camera and microphone together; if only one is there, the one that is. A refusal is a value, not an exception. */
export async function openDevices(media: MediaDevices | undefined): Promise<OpenedDevices> {
  if (!media) return { ok: false, trouble: 'missing' };
  const wishes: MediaStreamConstraints[] = [
    CONSTRAINTS,
    { audio: CONSTRAINTS.audio ?? true },
    { video: CONSTRAINTS.video ?? true },
  ];
  let trouble: DeviceTrouble = 'missing';
  for (const wish of wishes) {
    try {
      return { ok: true, stream: await media.getUserMedia(wish) };
    } catch (error) {
      trouble = troubleOf(error);
      if (trouble === 'refused') break;
    }
  }
  return { ok: false, trouble };
}

function troubleOf(error: unknown): DeviceTrouble {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy';
  return 'missing';
}

/** Stops every track, so that the camera's light goes out. */
export function closeDevices(stream: MediaStream | undefined): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/**
 * Measures how loud the microphone is, 0…1, about ten times a second.
 * @returns a function that stops measuring
 */
export function watchLevel(stream: MediaStream, level: (loudness: number) => void): () => void {
  if (stream.getAudioTracks().length === 0) return () => undefined;
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    level(loudness(samples));
  }, 100);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}

/** Root mean square on a scale where −50 dB is silence and −10 dB fills the bar. */
export function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const decibels = 20 * Math.log10(Math.sqrt(sum / Math.max(1, samples.length)) + 1e-9);
  return Math.min(1, Math.max(0, (decibels + 50) / 40));
}
