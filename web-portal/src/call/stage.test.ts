import { describe, expect, it } from 'vitest';
import type { Participant, Role } from '../api/live';
import { exhibits, hands, largeFor, smallFor } from './stage';

const seat = (id: string, role: Role, more: Partial<Participant> = {}): Participant => ({
  id, name: id, role, place: 'ROOM', connected: true, muted: false, ...more,
});

const people = [seat('citizen', 'CITIZEN'), seat('chair', 'CHAIR'), seat('officer', 'SPECIALIST'), seat('late', 'SPECIALIST', { place: 'WAITING' })];

describe('the stage', () => {
  it('makes large whoever has the floor', () => {
    expect(largeFor({ participants: people, floor: 'officer' }, 'chair')).toBe('officer');
  });
  it('makes the citizen large when nobody has the floor', () => {
    expect(largeFor({ participants: people }, 'chair')).toBe('citizen');
  });
  it('never makes oneself large', () => {
    expect(largeFor({ participants: people, floor: 'citizen' }, 'citizen')).toBe('chair');
  });
  it('shows nobody who only waits', () => {
    expect(smallFor({ participants: people }, 'chair', 'citizen')).toEqual(['officer', 'chair']);
  });
  it('keeps hands in the order in which they went up', () => {
    const raised = [seat('b', 'SPECIALIST', { handSince: '2026-11-26T03:00:02Z' }), seat('a', 'CITIZEN', { handSince: '2026-11-26T03:00:01Z' })];
    expect(hands({ participants: raised }).map((one) => one.id)).toEqual(['a', 'b']);
  });
  it('looks at papers before a screen, and never at the own screen', () => {
    const received = [
      { participant: 'officer', purpose: 'screen' },
      { participant: 'officer', purpose: 'screen_sound' },
      { participant: 'citizen', purpose: 'camera' },
      { participant: 'citizen', purpose: 'document' },
    ];
    expect(exhibits(received, 'chair').map(({ participant, purpose }) => `${participant} ${purpose}`)).toEqual([
      'citizen document',
      'chair document',
      'officer screen',
    ]);
    expect(exhibits([], undefined)).toEqual([]);
  });
});
