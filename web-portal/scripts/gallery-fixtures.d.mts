/** Invented answers of the server, by "METHOD /path"; the gallery and the tests of the pages share them. */
export function fixtures(
  language: 'ur' | 'vi' | 'en',
  role: 'RECEIVER' | 'CHAIR' | 'SPECIALIST' | 'INSPECTOR' | 'SECRETARY' | 'ARCHIVIST' | 'ADMIN',
): { answers: Record<string, unknown>; kiosk: Record<string, unknown>; register: Record<'name' | 'address' | 'content' | 'wish', string>; answer: string; live: (self: string) => { welcome: object; recording: object; quality: object; minutes: object } };
