import { cleanup, render } from '@testing-library/react';
import { useRef } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { shownHeight, useShownHeight } from './useShownHeight';

/** The browser's observers, called by hand. */
let resized: () => void;
let scrolled: (inView: boolean) => void;

function Shown({ shown }: { shown: (height: number) => void }) {
  const video = useRef<HTMLVideoElement>(null);
  useShownHeight(video, shown);
  return <video ref={video} />;
}

const size = (element: Element, width: number, height: number) => {
  Object.defineProperty(element, 'clientWidth', { configurable: true, value: width });
  Object.defineProperty(element, 'clientHeight', { configurable: true, value: height });
};

beforeEach(() => {
  vi.stubGlobal('devicePixelRatio', 2);
  vi.stubGlobal('ResizeObserver', class {
    constructor(say: () => void) {
      resized = say;
    }
    observe() {
      return undefined;
    }
    disconnect() {
      return undefined;
    }
  });
  vi.stubGlobal('IntersectionObserver', class {
    constructor(say: (entries: { isIntersecting: boolean }[]) => void) {
      scrolled = (inView) => say([{ isIntersecting: inView }]);
    }
    observe() {
      return undefined;
    }
    disconnect() {
      return undefined;
    }
  });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('the height at which a picture is shown', () => {
  it('is that of the whole picture in pixels of the screen, and nothing while nobody can see it', () => {
    const heights: number[] = [];
    const { container, unmount } = render(<Shown shown={(height) => heights.push(height)} />);
    size(container.querySelector('video')!, 640, 360);
    resized();
    scrolled(false);
    scrolled(true);
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
    document.dispatchEvent(new Event('visibilitychange'));
    hidden.mockReturnValue(false);
    document.dispatchEvent(new Event('visibilitychange'));
    unmount();
    expect(heights).toEqual([720, 0, 720, 0, 720, 0]);
  });

  it('counts what a frame cuts away, in the shape of the picture', () => {
    const video = { clientWidth: 320, clientHeight: 100, videoWidth: 0, videoHeight: 0 };
    expect(shownHeight(video)).toBe(180);
    expect(shownHeight({ ...video, videoWidth: 640, videoHeight: 480 })).toBe(240);
    expect(shownHeight({ ...video, clientWidth: 0 })).toBe(0);
  });
});
