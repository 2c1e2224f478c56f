/** What a camera or microphone check found, in words the page can say. */
export type DeviceTrouble = 'refused' | 'missing' | 'busy';

export type OpenedDevices =
  | { ok: true; stream: MediaStream }
  | { ok: false; trouble: DeviceTrouble };

/** The microphone is cleaned by the browser, not by us. */
const MICROPHONE: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/**
 * 720p where the machine can bear three encodings of it; 640×360 at 15 fps, which still reads a face and a paper, on the small machines
 * that many points have. Fewer than four processors can't encode 720p and show the others at once.
 */
export function cameraConstraints(processors: number): MediaTrackConstraints {
  return processors >= 4
    ? { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 25, max: 30 } }
    : { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 15, max: 30 } };
}

/** Small print under a document camera wants pixels, not motion. */
const PAPERS: MediaTrackConstraints = { width: { ideal: 1920 }, height: { ideal: 1080 }, frameRate: { ideal: 10, max: 15 } };

/** Text on a screen is sharp at few pictures a second; its sound must not be "cleaned" of music and other voices. */
const SCREEN: DisplayMediaStreamOptions = {
  video: { frameRate: { ideal: 10, max: 15 } },
  audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
};

/** Opens camera and microphone together; if only one is there, the one that is. A refusal is a value, not an exception. */
export async function openDevices(media: MediaDevices | undefined): Promise<OpenedDevices> {
  if (!media) return { ok: false, trouble: 'missing' };
  const camera = cameraConstraints(navigator.hardwareConcurrency);
  const wishes: MediaStreamConstraints[] = [{ audio: MICROPHONE, video: camera }, { audio: MICROPHONE }, { video: camera }];
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

/** Asks the person which screen or window to share, with its sound where the browser has it. Closing the question is `refused`. */
export async function openScreen(media: MediaDevices | undefined): Promise<OpenedDevices> {
  if (!media?.getDisplayMedia) return { ok: false, trouble: 'missing' };
  return open(() => media.getDisplayMedia(SCREEN));
}

/** Opens the camera above the papers. */
export async function openPapers(media: MediaDevices | undefined, deviceId: string): Promise<OpenedDevices> {
  if (!media) return { ok: false, trouble: 'missing' };
  return open(() => media.getUserMedia({ video: { ...PAPERS, deviceId: { exact: deviceId } } }));
}

/** Opens the camera that looks away from who holds the machine, where there is one. */
export async function openScanner(media: MediaDevices | undefined): Promise<OpenedDevices> {
  if (!media) return { ok: false, trouble: 'missing' };
  return open(() => media.getUserMedia({ video: { ...PAPERS, frameRate: { ideal: 30 }, facingMode: { ideal: 'environment' } } }));
}

async function open(ask: () => Promise<MediaStream>): Promise<OpenedDevices> {
  try {
    const stream = await ask();
    // Where sharpness and smoothness can't both be had, the letters win.
    for (const track of stream.getVideoTracks()) track.contentHint = 'detail';
    return { ok: true, stream };
  } catch (error) {
    return { ok: false, trouble: troubleOf(error) };
  }
}

/** A camera that isn't the one that shows the face. */
export interface OtherCamera {
  deviceId: string;
  label: string;
}

/** The cameras of this machine besides the one in use; a browser names them only while one is in use. */
export async function otherCameras(media: MediaDevices | undefined, face: MediaStream | undefined): Promise<OtherCamera[]> {
  const inUse = face?.getVideoTracks()[0]?.getSettings().deviceId;
  const devices = (await media?.enumerateDevices?.()) ?? [];
  return devices
    .filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId !== '' && deviceId !== inUse)
    .map(({ deviceId, label }) => ({ deviceId, label }));
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
