import { useEffect, type RefObject } from 'react';

/**
 * Says how high a picture stands on the screen, in its pixels, whenever that changes: 0 while it is hidden, scrolled away, or its page
 * is behind another. Of a picture that is cut to fill its frame the whole counts, for that is what must be sent.
 */
export function useShownHeight(video: RefObject<HTMLVideoElement | null>, shown: ((height: number) => void) | undefined): void {
  useEffect(() => {
    const element = video.current;
    if (!element || !shown || typeof ResizeObserver === 'undefined') return undefined;
    let inView = true;
    const say = () => shown(inView && !document.hidden ? shownHeight(element) * devicePixelRatio : 0);
    const size = new ResizeObserver(say);
    const place = new IntersectionObserver((entries) => {
      inView = entries.at(-1)?.isIntersecting ?? inView;
      say();
    });
    size.observe(element);
    place.observe(element);
    element.addEventListener('resize', say);
    document.addEventListener('visibilitychange', say);
    return () => {
      size.disconnect();
      place.disconnect();
      element.removeEventListener('resize', say);
      document.removeEventListener('visibilitychange', say);
      shown(0);
    };
  }, [video, shown]);
}

/** The height of the whole picture in CSS pixels; 16:9 until the first picture tells its shape. */
export function shownHeight(video: Pick<HTMLVideoElement, 'clientWidth' | 'clientHeight' | 'videoWidth' | 'videoHeight'>): number {
  if (video.clientWidth === 0 || video.clientHeight === 0) return 0;
  const shape = video.videoWidth > 0 ? video.videoHeight / video.videoWidth : 9 / 16;
  return Math.max(video.clientHeight, video.clientWidth * shape);
}
