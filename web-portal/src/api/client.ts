import { Refused, type Problem } from './problem';
import type { components, operations } from './schema';

type Schemas = components['schemas'];
export type KioskVisit = Schemas['KioskVisit'];
export type Me = Schemas['Me'];
type Body<Operation extends 'signInByProvider' | 'signInByPasskey' | 'addPasskey' | 'foundUnit' | 'createPost' | 'registerOfficial' | 'appoint' | 'giveLeave'> = operations[Operation]['requestBody']['content']['application/json'];
export type Conclude = Schemas['Conclude'];
type LineTestBegun = operations['beginLineTest']['responses']['200']['content']['application/json'];
export type OwnSignIn = Schemas['OwnSignIn'];
export type RegisterVisit = Schemas['RegisterVisit'];

/** Kept from `/api/me`; every changing request of an official carries it. */
let csrfToken: string | undefined;

async function exchange(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object, signal?: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: {
        Accept: 'application/json',
        ...(body ? { 'Content-Type': 'application/json' } : {}),
        ...(csrfToken && method !== 'GET' ? { 'X-CSRF-Token': csrfToken } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      ...(signal ? { signal } : {}),
    });
  } catch {
    throw new Refused({ type: 'about:blank', title: 'offline', status: 0 });
  }
  if (response.ok) return response;
  const problem = (await response.json().catch(() => ({ type: 'about:blank', title: response.statusText }))) as Partial<Problem>;
  throw new Refused({ type: 'about:blank', title: response.statusText, ...problem, status: response.status });
}

async function call<Answer>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object, signal?: AbortSignal): Promise<Answer> {
  const response = await exchange(method, path, body, signal);
  return (response.status === 204 ? undefined : await response.json()) as Answer;
}

const get = <Answer>(path: string) => call<Answer>('GET', path);
const post = <Answer>(path: string, body?: object, signal?: AbortSignal) => call<Answer>('POST', path, body, signal);
const of = (id: string) => encodeURIComponent(id);

function remember(me: Me): Me {
  csrfToken = me.csrfToken;
  return me;
}

/** `code` once the server has asked for it with `second-factor-needed`. */
export const signIn = async (login: string, password: string, code = '') =>
  remember(await post<Me>('/api/sign-in', { login, password, ...(code ? { code } : {}) }));
type Answered<Operation extends 'signInWays' | 'beginProviderSignIn' | 'askPasskey' | 'beginPasskey'> = operations[Operation]['responses'][200]['content']['application/json'];
export const signInWays = () => get<Answered<'signInWays'>>('/api/sign-in/ways');
export const beginProviderSignIn = () => post<Answered<'beginProviderSignIn'>>('/api/sign-in/provider/address');
export const signInByProvider = async (back: Body<'signInByProvider'>) => remember(await post<Me>('/api/sign-in/provider', back));
export const askPasskey = () => post<Answered<'askPasskey'>>('/api/sign-in/passkey/challenge');
export const signInByPasskey = async (signed: Body<'signInByPasskey'>) => remember(await post<Me>('/api/sign-in/passkey', signed));
export const ownPasskeys = () => get<Schemas['OwnPasskey'][]>('/api/me/passkeys');
export const beginPasskey = () => post<Answered<'beginPasskey'>>('/api/me/passkeys/challenge');
export const addPasskey = (made: Body<'addPasskey'>) => post<undefined>('/api/me/passkeys', made);
export const removePasskey = (id: string) => call<undefined>('DELETE', `/api/me/passkeys/${of(id)}`);
export const signOut = () => post<undefined>('/api/sign-out');
export const loadMe = async () => remember(await get<Me>('/api/me'));
export const putPreferences = (preferences: Schemas['Preferences']) => call<undefined>('PUT', '/api/me/preferences', preferences);

export const ownSignIns = () => get<OwnSignIn[]>('/api/me/sign-ins');
export const endSignIn = (id: string) => call<undefined>('DELETE', `/api/me/sign-ins/${of(id)}`);
export const endSignIns = () => call<undefined>('DELETE', '/api/me/sign-ins');

type SecondFactorState = operations['secondFactor']['responses']['200']['content']['application/json'];
type SecondFactorBegun = operations['beginSecondFactor']['responses']['200']['content']['application/json'];
export const secondFactor = () => get<SecondFactorState>('/api/me/second-factor');
export const beginSecondFactor = () => post<SecondFactorBegun>('/api/me/second-factor');
export const confirmSecondFactor = (code: string) => post<{ recoveryCodes: string[] }>('/api/me/second-factor/confirmation', { code });
export const removeSecondFactor = (code: string) => post<undefined>('/api/me/second-factor/removal', { code });

export const changePassword = (password: string, wanted: string) => call<undefined>('PUT', '/api/me/password', { password, wanted });
export const officials = (text: string) => get<Schemas['OfficialEntry'][]>(`/api/officials${text ? `?text=${of(text)}` : ''}`);
export const registerOfficial = (official: Body<'registerOfficial'>) => post<{ password: string }>('/api/officials', official);
export const resetPassword = (officialId: string, reason: string) => post<{ password: string }>(`/api/officials/${of(officialId)}/password-reset`, { reason });
export const officialLeaves = (officialId: string, reason: string) => post<undefined>(`/api/officials/${of(officialId)}/leaving`, { reason });
export const resetSecondFactor = (login: string, reason: string) => post<undefined>('/api/officials/second-factor-reset', { login, reason });

export const foundUnit = (unit: Body<'foundUnit'>) => post<Schemas['Unit']>('/api/units', unit);
export const renameUnit = (unitId: string, name: Schemas['NewWords']) => call<Schemas['Unit']>('PUT', `/api/units/${of(unitId)}/name`, { name });
export const postsOfUnit = (unitId: string) => get<Schemas['UnitPosts']>(`/api/units/${of(unitId)}/posts`);
export const createPost = (unitId: string, created: Body<'createPost'>) => post<Schemas['PostEntry']>(`/api/units/${of(unitId)}/posts`, created);
export const appoint = (postId: string, appointment: Body<'appoint'>) => post<Schemas['PostEntry']>(`/api/posts/${of(postId)}/holdings`, appointment);
const holdingAddress = (postId: string, holdingId: string) => `/api/posts/${of(postId)}/holdings/${of(holdingId)}`;
export const endHolding = (postId: string, holdingId: string, end: Schemas['LastDay']) => post<Schemas['PostEntry']>(`${holdingAddress(postId, holdingId)}/end`, end);
export const giveLeave = (postId: string, holdingId: string, leave: Body<'giveLeave'>) => post<Schemas['PostEntry']>(`${holdingAddress(postId, holdingId)}/leaves`, leave);
export const endLeave = (postId: string, holdingId: string, leaveId: string, end: Schemas['LastDay']) => post<Schemas['PostEntry']>(`${holdingAddress(postId, holdingId)}/leaves/${of(leaveId)}/end`, end);

export const policy = () => get<operations['policy']['responses']['200']['content']['application/json']>('/api/policy');
export const auditLines = (before?: number) => get<Schemas['AuditLine'][]>(`/api/audit${before === undefined ? '' : `?before=${before}`}`);
export const verifyAudit = () => post<Schemas['AuditVerdict']>('/api/audit/verification');
export const exportAudit = async (from: string, to: string, reason: string) => (await exchange('POST', '/api/audit/export', { from, to, reason })).blob();

export const points = () => get<Schemas['Point'][]>('/api/points');
export const units = () => get<Schemas['Unit'][]>('/api/units');
export const rooms = () => get<Schemas['RoomLine'][]>('/api/rooms');
export const checkRoom = (pointId: string, roomId: string, findings: Schemas['CheckRoom']['findings']) =>
  post<Schemas['RoomLine']>(`/api/points/${of(pointId)}/rooms/${of(roomId)}/checks`, { deviceTime: new Date().toISOString(), findings });
export const today = () => get<Schemas['Today']>('/api/today');
export const registerVisit = (visit: RegisterVisit) => post<Schemas['RegisteredVisit']>('/api/visits', visit);
export const loadVisit = (id: string) => get<Schemas['Visit']>(`/api/visits/${of(id)}`);
export const renewLink = (id: string) => post<Schemas['KioskLink']>(`/api/visits/${of(id)}/link`);
export const declaredDays = (country: Schemas['Country'], year: number) => get<Schemas['DeclaredDay'][]>(`/api/calendar?country=${country}&year=${year}`);
export const declareDay = (day: { country: Schemas['Country']; day: string; working: boolean; source: string }) => post<Schemas['DeclaredDay']>('/api/calendar', day);
export const queue = () => get<Schemas['Desk']>('/api/queue');
export const callNext = (room: string) => post<Schemas['MovedVisit']>('/api/queue/next', { room });
export const moveVisit = (visitId: string, move: Schemas['QueueMove']) => post<Schemas['MovedVisit']>(`/api/visits/${of(visitId)}/moves`, move);
export const issuePass = (visitId: string) => post<Schemas['Pass']>(`/api/visits/${of(visitId)}/pass`);
/** Who doesn't answer in time is away: the person before the officer isn't kept waiting for a line that fails slowly. */
export const checkPass = (code: string, scan: string) => post<Schemas['PassCheck']>('/api/passes/check', { code, scan }, AbortSignal.timeout(4000));
export const reportPassUses = (uses: { code: string; scan: string; at: string }[]) => post<{ checks: Schemas['PassCheck'][] }>('/api/passes/uses', { uses });
export const passesUsedAgain = () => get<Schemas['PassUsedAgain'][]>('/api/passes/used-again');
export const passTrustList = () => get<Schemas['PassTrustList']>('/api/passes/trust-list');
export const appointments = (from: string, to: string) => get<operations['appointments']['responses']['200']['content']['application/json']>(`/api/appointments?from=${from}&to=${to}`);
export const invite = (id: string) => post<Schemas['KioskLink']>(`/api/appointments/${of(id)}/invitation`);
export const openInvitation = (token: string) => post<Schemas['Invitation']>('/api/invitations', { token });
export const openFeed = () => post<{ url: string }>('/api/me/calendar-feed');
export const appointment = (id: string, day?: string) => get<Schemas['Appointment']>(`/api/appointments/${of(id)}${day ? `?day=${day}` : ''}`);
export const requestAppointment = (asked: Schemas['RequestAppointment']) => post<Schemas['AppointmentLine']>('/api/appointments', asked);
export const triageAppointment = (id: string, triage: { competentUnitId: string; finding: string }) => post<Schemas['Appointment']>(`/api/appointments/${of(id)}/triage`, triage);
export const nameGroup = (id: string, signers: string[], speakers: string[]) => call<Schemas['Appointment']>('PUT', `/api/appointments/${of(id)}/group`, { signers, speakers });
export const approveAppointment = (id: string, reason: Schemas['OnlineReason'], note: string) => post<Schemas['Appointment']>(`/api/appointments/${of(id)}/approval`, { reason, ...(note ? { note } : {}) });
export const scheduleAppointment = (id: string, plan: Schemas['AppointmentPlan']) => call<Schemas['Appointment']>('PUT', `/api/appointments/${of(id)}/plan`, plan);
export const postponeAppointment = (id: string, reason: string) => post<Schemas['Appointment']>(`/api/appointments/${of(id)}/postponement`, { reason });
export const endAppointment = (id: string, how: 'REFERRED' | 'CANCELLED', reason: string) => post<Schemas['Appointment']>(`/api/appointments/${of(id)}/end`, { how, reason });
export const refuseAppointment = (id: string, reason: string) => post<Schemas['Appointment']>(`/api/appointments/${of(id)}/refusal`, { reason });
export const repeatAppointment = (id: string) => post<Schemas['AppointmentLine']>(`/api/appointments/${of(id)}/repeat`);
export const arriveForAppointment = (id: string) => post<Schemas['RegisteredVisit']>(`/api/appointments/${of(id)}/arrival`);
export const receptionDays = (unitId: string) => get<Schemas['ReceptionDays']>(`/api/reception-days/${of(unitId)}`);
export const rota = (unitId: string, month: string | undefined) => get<Schemas['RotaMonth']>(`/api/units/${of(unitId)}/rota${month ? `?month=${of(month)}` : ''}`);
export const rotaReport = (unitId: string, year: number | undefined) => get<Schemas['RotaReport']>(`/api/units/${of(unitId)}/rota/report${year ? `?year=${year}` : ''}`);
export const planRota = (unitId: string, rule: Schemas['PlanRota']) => post<undefined>(`/api/units/${of(unitId)}/rota/rules`, rule);
export const moveRotaDay = (unitId: string, move: { postId: string; planned: string; to: string; reason: string }) => post<undefined>(`/api/units/${of(unitId)}/rota/moves`, move);
export const markRotaDay = (unitId: string, mark: { postId: string; planned: string; held: Schemas['Held'] }) => post<undefined>(`/api/units/${of(unitId)}/rota/marks`, mark);
export const board = (pointId: string) => get<Schemas['Board']>(`/api/board/${of(pointId)}`);

export const openKiosk = (token: string) => post<KioskVisit>('/api/kiosk/open', { token });
export const kioskVisit = () => get<KioskVisit>('/api/kiosk/visit');
export const kioskCheck = (camera: boolean, microphone: boolean) => post<KioskVisit>('/api/kiosk/check', { camera, microphone });
export const acknowledgeNotice = (noticeVersion: string, language: Schemas['Language'], how: 'SELF' | 'EXPLAINED_BY_STAFF') =>
  post<KioskVisit>('/api/kiosk/acknowledgement', { noticeVersion, language, how });
export const beginLineTest = (sdp: string, sources: { mid: string; purpose: 'microphone' | 'camera' }[]) =>
  post<LineTestBegun>('/api/kiosk/line-test', { sdp, sources });
export const answerLineTest = (sdp: string) => post<undefined>('/api/kiosk/line-test/answer', { sdp });
export const endLineTest = (figures: Schemas['LineFigures']) => post<{ score: number }>('/api/kiosk/line-test/figures', figures);
export const kioskReceipt = () => get<Schemas['Receipt']>('/api/kiosk/receipt');
export const leaveKiosk = () => post<undefined>('/api/kiosk/leave');

export const liveToken = (receptionId: string | undefined) =>
  post<{ token: string; receptionId: string }>('/api/live-tokens', receptionId ? { receptionId } : {});
export const receptions = () => get<Schemas['ReceptionLine'][]>('/api/receptions');
export const reception = (id: string) => get<Schemas['Reception']>(`/api/receptions/${of(id)}`);
export const minutes = (id: string) => get<Schemas['Minutes']>(`/api/receptions/${of(id)}/minutes`);
export const addParagraph = (id: string, paragraph: { text: string; speaker?: string; elapsedMillis?: number }) =>
  post<Schemas['Minutes']>(`/api/receptions/${of(id)}/minutes`, paragraph);
export const signMinutes = (id: string) => post<Schemas['Minutes']>(`/api/receptions/${of(id)}/minutes/signature`);

export const previewConclusion = (id: string, conclude: Conclude) =>
  post<Schemas['ConclusionPreview']>(`/api/receptions/${of(id)}/conclusion/preview`, conclude);
export const conclude = (id: string, conclusion: Conclude) => post<Schemas['Conclusion']>(`/api/receptions/${of(id)}/conclusion`, conclusion);
export const book = () => get<Schemas['BookRow'][]>('/api/book');
export const tickets = () => get<Schemas['Ticket'][]>('/api/tickets');
export const ticket = (id: string) => get<Schemas['Ticket']>(`/api/tickets/${of(id)}`);
export const desk = () => get<Schemas['FileLine'][]>('/api/desk');
export const caseFile = (id: string) => get<Schemas['CaseFile']>(`/api/files/${of(id)}`);
export const addNote = (id: string, text: string) => post<Schemas['CaseFile']>(`/api/files/${of(id)}/notes`, { text });

export const recorders = () => get<Schemas['RecorderLine'][]>('/api/recorders');
export const archiveState = () => get<Schemas['ArchiveState']>('/api/archive/state');
export const retention = (query: string) => get<Schemas['Retention']>(`/api/retention?q=${of(query)}`);
export const setRetention = (receptionId: string, time: { classCode: string; workEnded?: string; reason: string }) =>
  call<Schemas['RetentionLine']>('PUT', `/api/retention/recordings/${of(receptionId)}`, time);
export const placeHold = (receptionId: string, reason: string) => post<Schemas['RetentionLine']>(`/api/retention/recordings/${of(receptionId)}/holds`, { reason });
export const releaseHold = (holdId: string, reason: string) => post<undefined>(`/api/retention/holds/${of(holdId)}/release`, { reason });
export const proposeDestruction = (reason: string, receptionIds: string[]) => post<{ id: string }>('/api/retention/lists', { reason, receptionIds });
export const carryOutDestruction = (listId: string) => post<{ destroyed: number; kept: number }>(`/api/retention/lists/${of(listId)}/destruction`);
export const decideApproval = (approvalId: string, approved: boolean, answer: string) =>
  post<Schemas['Approval']>(`/api/approvals/${of(approvalId)}/decision`, { approved, ...(answer ? { answer } : {}) });
export type RecordingPage = operations['findRecordings']['responses']['200']['content']['application/json'];
export type RecordingSearch = NonNullable<operations['findRecordings']['parameters']['query']>;
export const findRecordings = (search: RecordingSearch) =>
  get<RecordingPage>(`/api/archive?${new URLSearchParams(Object.entries(search).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, String(value)]]))).toString()}`);
export const openView = (receptionId: string, reason: string) => post<Schemas['ArchiveView'] | Schemas['Approval']>(`/api/archive/${of(receptionId)}/views`, { reason });
export const archiveView = (viewId: string) => get<Schemas['ArchiveView']>(`/api/archive/views/${of(viewId)}`);
export const watched = (viewId: string, range: { copy: string; fromMillis: number; toMillis: number }) =>
  post<undefined>(`/api/archive/views/${of(viewId)}/watched`, range);
export const captionsAddress = (viewId: string, copy: string) => `/api/archive/views/${of(viewId)}/copies/${of(copy)}/captions`;
export const bookmarks = (viewId: string) => get<Schemas['Bookmark'][]>(`/api/archive/views/${of(viewId)}/bookmarks`);
export const writeBookmark = (viewId: string, bookmark: { atMillis: number; note: string; shared: boolean }) => post<Schemas['Bookmark']>(`/api/archive/views/${of(viewId)}/bookmarks`, bookmark);
export const removeBookmark = (viewId: string, bookmarkId: string) => call<undefined>('DELETE', `/api/archive/views/${of(viewId)}/bookmarks/${of(bookmarkId)}`);
export const approvals = () => get<operations['approvals']['responses']['200']['content']['application/json']>('/api/approvals');
export const archiveAccess = (receptionId: string) => get<Schemas['AccessLine'][]>(`/api/archive/${of(receptionId)}/access`);

export const askExtract = (receptionId: string, extract: Schemas['NewExtract']) => post<Schemas['Extract']>(`/api/archive/${of(receptionId)}/extracts`, extract);
export const extracts = () => get<Schemas['Extract'][]>('/api/archive/extracts');
export const makeExtract = (id: string) => post<Schemas['Extract']>(`/api/archive/extracts/${of(id)}/make`);
export const linkExtract = (id: string) => post<{ url: string; until: string }>(`/api/archive/extracts/${of(id)}/links`);

export const health = () => get<{ status: string; warnings?: string[] }>('/health/live');
/** Prometheus' text. */
export const metrics = async () => (await exchange('GET', '/metrics')).text();
/** One participant's line, `p1` for the citizen. */
export interface Line {
  receptionId: string;
  participant: string;
}
export type Loss = operations['injectLoss']['requestBody']['content']['application/json'];
const lineAddress = ({ receptionId, participant }: Line) => `/api/receptions/${of(receptionId)}/participants/${of(participant)}`;
export const startCapture = (line: Line, reason: string) => post<undefined>(`${lineAddress(line)}/capture`, { reason });
export const stopCapture = (line: Line) => call<undefined>('DELETE', `${lineAddress(line)}/capture`);
export const dumpCapture = async (line: Line, reason: string) => (await exchange('POST', `${lineAddress(line)}/capture/dump`, { reason })).blob();
export const injectLoss = (line: Line, loss: Loss) => call<{ seed: number }>('PUT', `${lineAddress(line)}/loss`, loss);
