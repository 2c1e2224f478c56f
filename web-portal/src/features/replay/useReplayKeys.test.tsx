import { fireEvent, render } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { useReplayKeys } from './useReplayKeys';

function Page({ keys }: { keys: Record<string, () => void> }) {
  useReplayKeys(keys);
  return <><button>one</button><input /><p>text</p></>;
}

describe('the keys of the replay', () => {
  it('act everywhere but where somebody types, and leave the space to a button', () => {
    const play = vi.fn();
    const { container } = render(<Page keys={{ ' ': play, k: play }} />);
    fireEvent.keyDown(container.querySelector('p')!, { key: ' ' });
    fireEvent.keyDown(container.querySelector('p')!, { key: 'K' });
    expect(play).toHaveBeenCalledTimes(2);
    fireEvent.keyDown(container.querySelector('input')!, { key: 'k' });
    fireEvent.keyDown(container.querySelector('button')!, { key: ' ' });
    fireEvent.keyDown(container.querySelector('p')!, { key: 'k', ctrlKey: true });
    expect(play).toHaveBeenCalledTimes(2);
    fireEvent.keyDown(container.querySelector('button')!, { key: 'k' });
    expect(play).toHaveBeenCalledTimes(3);
  });
});
