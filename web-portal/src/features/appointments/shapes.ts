import type { components } from '../../api/schema';
import type { Shape } from '../../ui/Status';

export function appointmentShape(state: components['schemas']['AppointmentState']): Shape {
  switch (state) {
    case 'REQUESTED': return 'wait';
    case 'TRIAGED': case 'APPROVED': return 'due';
    case 'SCHEDULED': return 'here';
    case 'ARRIVED': return 'done';
    case 'REFERRED': return 'back';
    case 'REFUSED': case 'CANCELLED': return 'gone';
  }
}
