import type { components } from './schema';

export type Problem = components['schemas']['Problem'];

/** A typed refusal of the server, or `status` 0 when there is no line. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title);
  }

  get status(): number {
    return this.problem.status;
  }
}
