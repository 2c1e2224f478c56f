import { cleanup, fireEvent, render } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { useRoomKeys } from './useRoomKeys';

function Room({ keys }: { keys: Record<string, () => void> }) {
  useRoomKeys(keys);
  return (
    <>
      <div className="stage" tabIndex={-1} />
      <div className="desk" tabIndex={-1}><textarea /></div>
      <div className="room-controls" tabIndex={-1} />
    </>
  );
}
const focused = () => document.activeElement?.className;
afterEach(cleanup);

describe('the keys of the room', () => {
  it('go round stage, desk and bar with F6, and back with Shift', () => {
    render(<Room keys={{}} />);
    const visited = [1, 2, 3, 4].map(() => {
      fireEvent.keyDown(document.activeElement ?? document.body, { key: 'F6' });
      return focused();
    });
    expect(visited).toEqual(['stage', 'desk', 'room-controls', 'stage']);
    fireEvent.keyDown(document.activeElement!, { key: 'F6', shiftKey: true });
    expect(focused()).toBe('room-controls');
  });
  it('return to the stage with Escape', () => {
    render(<Room keys={{}} />);
    fireEvent.keyDown(document.body, { key: 'Escape' });
    expect(focused()).toBe('stage');
  });
  it('act as single letters, in either case, but never while somebody types or holds a modifier', () => {
    const microphone = vi.fn();
    render(<Room keys={{ m: microphone }} />);
    fireEvent.keyDown(document.body, { key: 'M' });
    expect(microphone).toHaveBeenCalledTimes(1);
    fireEvent.keyDown(document.querySelector('textarea')!, { key: 'm' });
    fireEvent.keyDown(document.body, { key: 'm', ctrlKey: true });
    expect(microphone).toHaveBeenCalledTimes(1);
  });
});
