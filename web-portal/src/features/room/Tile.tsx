import { useCallback, useEffect, useRef, type ReactNode } from 'react';
import type { Participant, Purpose, Quality } from '../../api/live';
import { useWords } from '../../i18n/words';
import { Icon } from '../../ui/Icon';
import { useElapsed } from './elapsed';
import { LineBars } from './LineBars';
import { useShownHeight } from './useShownHeight';

/** Hears how high a picture of somebody is shown. Must be the same function at every drawing. */
export type OnShown = (participant: string, purpose: Purpose, height: number) => void;

interface TileProps {
  participant: Participant;
  own: boolean;
  floor: boolean;
  /** Heard most now; never of oneself, who knows. */
  speaking: boolean;
  /** The participant's own pictures and sound, or what was received of them. */
  streams: { purpose: string; stream: MediaStream }[];
  clockOffsetMillis: number;
  protectedIdentity: boolean;
  /** How well they can take part; absent for who isn't told. */
  measured?: Quality['participants'][number];
  acts?: ReactNode;
  onShown?: OnShown;
}

/** One person on the stage: picture or veil, plate with point first, and whether they have the floor. */
export function Tile({ participant, own, floor, speaking, streams, clockOffsetMillis, protectedIdentity, measured, acts, onShown }: TileProps) {
  const { t, words } = useWords();
  const camera = streams.find(({ purpose }) => purpose === 'camera')?.stream;
  const microphone = streams.find(({ purpose }) => purpose === 'microphone')?.stream;
  const lost = useElapsed(participant.lostSince, clockOffsetMillis);
  const veiled = !camera || participant.cameraOff || (protectedIdentity && participant.role === 'CITIZEN');
  const point = participant.point ? words(participant.point) : undefined;
  return (
    <figure className="tile" data-own={own} data-floor={floor} data-speaking={speaking} data-participant={participant.id}>
      {camera && <Picture stream={camera} participant={participant.id} purpose="camera" hidden={veiled} onShown={own ? undefined : onShown} />}
      {microphone && !own && <Sound stream={microphone} participant={participant.id} />}
      {veiled && (
        <div className="veil">
          <Icon name={protectedIdentity ? 'shield' : 'person'} />
          <span>{participant.lostSince ? t('room.lost', { time: lost ?? '' }) : t('room.noPicture')}</span>
        </div>
      )}
      {floor && (
        <span className="has-floor">
          <Icon name="microphone" />
          {t('room.hasFloor')}
        </span>
      )}
      {speaking && <span className="sr">{t('room.isHeard')}</span>}
      <figcaption className="plate">
        <Icon name={participant.muted ? 'microphoneOff' : 'microphone'} />
        <span>
          <b>
            <bdi>{point ?? participant.name}</bdi>
          </b>
          <small>
            {point && <bdi>{own ? t('room.you') : participant.name}</bdi>}
            <span className="part"> · {t(`role.${participant.role}`)}</span>
          </small>
        </span>
        <LineBars measured={measured} />
        {acts}
      </figcaption>
    </figure>
  );
}

interface PictureProps {
  stream: MediaStream;
  participant: string;
  purpose: Purpose;
  hidden: boolean;
  /** Absent for one's own picture. */
  onShown?: OnShown;
}

export function Picture({ stream, participant, purpose, hidden, onShown }: PictureProps) {
  const video = useRef<HTMLVideoElement>(null);
  const shown = useCallback((height: number) => onShown?.(participant, purpose, height), [onShown, participant, purpose]);
  useShownHeight(video, onShown && shown);
  useEffect(() => {
    if (video.current && video.current.srcObject !== stream) video.current.srcObject = stream;
  }, [stream]);
  return <video ref={video} data-participant={participant} data-purpose={purpose} autoPlay playsInline muted hidden={hidden} />;
}

export function Sound({ stream, participant }: { stream: MediaStream; participant: string }) {
  const audio = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    if (audio.current && audio.current.srcObject !== stream) audio.current.srcObject = stream;
  }, [stream]);
  return <audio ref={audio} data-participant={participant} autoPlay />;
}
