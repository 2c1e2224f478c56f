import type { components } from '../../api/schema';
import type { Shape } from '../../ui/Status';

export function visitShape(state: components['schemas']['Visit']['state']): Shape {
  switch (state) {
    case 'WAITING': return 'wait';
    case 'CHECKED': return 'here';
    case 'HELD': return 'hold';
    case 'CALLED': return 'due';
    case 'ABSENT': return 'gone';
    case 'IN_ROOM': return 'live';
    case 'DONE': return 'done';
    case 'GONE': return 'gone';
  }
}

export function receptionShape(state: components['schemas']['ReceptionState']): Shape {
  switch (state) {
    case 'LIVE': return 'live';
    case 'PAUSED': return 'hold';
    case 'INTERRUPTED': return 'island';
    case 'MINUTES_PENDING': case 'CLOSING': return 'due';
    case 'CONCLUDED': case 'ARCHIVED': return 'done';
    case 'READY': return 'here';
    case 'REFUSED': case 'CANCELLED': return 'gone';
    case 'REFERRED': case 'POSTPONED': return 'back';
    case 'REQUESTED': case 'TRIAGED': case 'PREPARED': case 'SCHEDULED': case 'CHECK_IN': return 'wait';
  }
}
