// What the server would answer in the gallery: one lively day in Skardu (ur, en) and in Yên Hoà (vi). Every person and matter is invented.
import { generateKeyPairSync, sign } from 'node:crypto';

const NOW = { en: '2026-11-26T10:42:36+05:00', ur: '2026-11-26T10:42:36+05:00', vi: '2026-11-26T11:08:53+07:00' };
export const ZONES = { en: 'Asia/Karachi', ur: 'Asia/Karachi', vi: 'Asia/Ho_Chi_Minh' };
export const nowOf = (language) => new Date(NOW[language]);

const N = (ur, vi, en) => ({ ur, vi, en });
const UNITS = {
  skardu: N('سکردو', 'Skardu', 'Skardu'),
  gilgit: N('گلگت بلتستان', 'Gilgit-Baltistan', 'Gilgit-Baltistan'),
  islamabad: N('اسلام آباد', 'Islamabad', 'Islamabad'),
  finance: N('محکمہ خزانہ، گلگت', 'Sở Tài chính, Gilgit', 'Finance Department, Gilgit'),
  services: N('محکمہ سروسز، گلگت', 'Sở Nội vụ, Gilgit', 'Services Department, Gilgit'),
  yenHoa: N('ین ہوآ', 'Xã Yên Hoà', 'Yên Hoà'),
  ngheAn: N('نگھے آن', 'Tỉnh Nghệ An', 'Nghệ An'),
  hanoi: N('مرکز', 'Trụ sở tiếp công dân trung ương', 'Central reception office'),
  land: N('محکمہ اراضی', 'Sở Nông nghiệp và Môi trường', 'Land office'),
};

/** Signed as the server signs it, with a key of its own. */
function trustList() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const list = JSON.stringify({ issuedAt: NOW.en, validUntil: NOW.en, keys: [], revoked: [] });
  return { list, signature: sign(null, Buffer.from(list), privateKey).toString('base64url'), signer: publicKey.export({ format: 'jwk' }).x };
}

export function fixtures(language, role) {
  const vi = language === 'vi';
  const L = (en, vn, ur) => ({ en, vi: vn, ur })[language];
  const now = nowOf(language);
  const ago = (seconds) => new Date(now.getTime() - seconds * 1000).toISOString();
  const at = (day, time) => `${day}T${time}:00${vi ? '+07:00' : '+05:00'}`;
  const unit = (key, kind = 'DEPARTMENT') => ({ id: key, kind, name: UNITS[key], zone: ZONES[language], country: vi ? 'VN' : 'PK' });
  const commune = unit(vi ? 'yenHoa' : 'skardu', 'COMMUNE');
  const province = unit(vi ? 'ngheAn' : 'gilgit', 'PROVINCE');
  const central = unit(vi ? 'hanoi' : 'islamabad', 'CENTRAL');
  const answering = unit(vi ? 'land' : 'finance');
  const point = { id: 'p1', unit: commune, name: vi ? N('ین ہوآ', 'Điểm tiếp công dân xã Yên Hoà', 'Yên Hoà reception point') : N('سکردو استقبالیہ مرکز', 'Điểm tiếp công dân Skardu', 'Skardu reception point') };

  const people = {
    citizen: L('Bibi Zainab', 'Ông Trần Văn Bình', 'بی بی زینب'),
    chair: L('Ms Shaheen Batool', 'Võ Văn Thành', 'شاہین بتول'),
    officer: L('Mr Karim Shah', 'Nguyễn Thu Hà', 'کریم شاہ'),
    second: L('Ms Nargis Ali', 'Phan Quốc Dũng', 'نرگس علی'),
    secretary: L('Rehana Shah', 'Hồ Thị Thu', 'ریحانہ شاہ'),
    receiver: L('Karim Hussain', 'Lô Thị Mai', 'کریم حسین'),
    writer: L('Zafar Iqbal', 'Phan Quốc Dũng', 'ظفر اقبال'),
    admin: L('Yasir Mehmood', 'Đặng Quốc Huy', 'یاسر محمود'),
    archivist: L('Lê Văn Phúc', 'Lê Văn Phúc', 'نسرین اختر'),
    inspector: L('Nguyễn Minh Châu', 'Nguyễn Minh Châu', 'سلمیٰ خان'),
  };
  const TITLE = L('Delayed family pension', 'Khiếu nại bồi thường đất', 'فیملی پنشن میں تاخیر');
  const CONTENT = L(
    'My husband died in March 2024. His family pension was sanctioned, but nothing has been paid since May 2026. Finance sends me to Accounts, Accounts sends me back.',
    'Nhà nước thu hồi đất làm kênh năm 2019. 37 hộ chưa nhận được biên bản đo đạc thửa đất, tiền bồi thường tính theo bản đồ cũ.',
    'میرے شوہر مارچ 2024 میں وفات پا گئے۔ فیملی پنشن منظور ہوئی، مگر مئی 2026 سے کوئی رقم نہیں ملی۔ محکمہ خزانہ اکاؤنٹس بھیجتا ہے، اکاؤنٹس واپس خزانہ بھیج دیتا ہے۔',
  );
  const WISH = L('Pay the six months that are missing, and tell me who is responsible.', 'Xin cấp biên bản đo đạc và tính lại tiền bồi thường.', 'چھ ماہ کی بقایا رقم ادا کی جائے اور بتایا جائے کہ ذمہ دار کون ہے۔');
  const ANSWER = L(
    'The life certificate made at Skardu today is enough. Accounts pays the six months by 23 December.',
    'Xã giao biên bản đo đạc trong 5 ngày làm việc; tỉnh tính lại và trả lời bằng văn bản trước ngày 23/12.',
    'آج سکردو میں بنا حیاتی سرٹیفکیٹ کافی ہے۔ اکاؤنٹس چھ ماہ کی رقم 23 دسمبر تک ادا کرے گا۔',
  );
  const CODE = vi ? 'PS-20261126-YHA-1' : 'PS-20261126-SKD-3';
  const TICKET = vi ? 'VN-NA-2026-KN-000217' : 'PK-GB-2026-KN-000217';
  const type = 'COMPLAINT';

  const clock = (over = {}) => ({
    ruleCode: vi ? 'VN-KN-30' : 'PK-GB-R2', ruleVersion: vi ? '01/07/2026' : '1 Jul 2025', event: 'ACCEPTANCE', startedOn: '2026-11-11', due: '2026-12-23', days: 40,
    unit: 'CALENDAR_DAY', daysNotCounted: 2, daysLeft: 27, share: 0.36, status: 'RUNNING', ...over,
  });
  const late = clock({ startedOn: '2026-10-05', due: '2026-11-14', daysLeft: -12, share: 1, status: 'OVERDUE', daysNotCounted: 0 });
  const soon = clock({ startedOn: '2026-11-02', due: '2026-11-27', days: 25, daysLeft: 1, share: 0.92, status: 'RED', daysNotCounted: 0 });
  const running = clock({ startedOn: '2026-11-20', due: '2026-12-02', days: 10, unit: 'WORKING_DAY', daysLeft: 6, share: 0.45, daysNotCounted: 0 });
  const stopped = clock({ startedOn: '2026-11-03', due: '2026-12-15', daysLeft: 19, share: 0.3, status: 'SUSPENDED' });

  const ticket = (id, number, person, content, kind, competent, ticketClock, over = {}) => ({
    id, number, type: kind, person, content, openedAt: at('2026-11-11', '11:20'), competentUnit: competent, clocks: [ticketClock], receptionId: 'r1', protected: false, ...over,
  });
  const main = ticket('t1', TICKET, people.citizen, CONTENT, type, answering, clock(), { wish: WISH, answer: ANSWER, receptionCode: CODE, fileId: 'f1', bookNumber: 14 });
  const prefix = vi ? 'VN-NA-2026-' : 'PK-GB-2026-';
  const tickets = [
    ticket('t2', `${prefix}KN-000188`, L('Ghulam Abbas', 'Bà Lầu Thị Mỷ', 'غلام عباس'), L('Compensation for plot 217 is not paid', 'Đền bù thửa 217 chưa được trả', 'پلاٹ 217 کا معاوضہ نہیں ملا'), 'COMPLAINT', answering, late),
    ticket('t3', `${prefix}PA-000203`, L('Sakina Bano', 'Chị Nguyễn Thị Hường', 'سکینہ بانو'), L('Birth certificate of a child born at home', 'Cấp giấy khai sinh cho trẻ sinh tại nhà', 'گھر میں پیدا ہونے والے بچے کا پیدائشی سرٹیفکیٹ'), 'PETITION', commune, soon),
    ticket('t4', `${prefix}PA-000211`, L('Residents of Shigar', 'Anh Vi Văn Thắng', 'اہلِ شگر'), L('Noise from the sawmill at night', 'Tiếng ồn xưởng gỗ ban đêm', 'رات کو آرا مشین کا شور'), 'FEEDBACK', commune, running),
    main,
    ticket('t5', `${prefix}TC-000041`, 'TC-2026-0041', L('Reports that relief goods were sold', 'Tố cáo việc bán hàng cứu trợ', 'امدادی سامان فروخت ہونے کی اطلاع'), 'DENUNCIATION', province, stopped, { protected: true }),
  ];

  const line = (id, code, state, person, kind, content, number, over = {}) => ({ id, code, state, person, type: kind, content, pointName: point.name, number, protected: false, day: '2026-11-26', mayJoin: false, ...over });
  const codes = vi ? 'PS-20261126-YHA-' : 'PS-20261126-SKD-';
  const receptions = [
    line('r1', CODE, 'READY', people.citizen, type, TITLE, 14, { mayJoin: true }),
    line('r2', `${codes}2`, 'MINUTES_PENDING', L('Muhammad Raza', 'Bà Lầu Thị Mỷ', 'محمد رضا'), 'PETITION', L('Road to the village', 'Đường vào bản', 'گاؤں کی سڑک'), 12, { mayJoin: true }),
    line('r4', `${codes}4`, 'CHECK_IN', 'TC-2026-0041', 'DENUNCIATION', undefined, undefined, { protected: true, mayJoin: true }),
    line('r0', `${codes}1`, 'CONCLUDED', L('Fatima Bano', 'Ông Hồ Sỹ Tuấn', 'فاطمہ بانو'), 'PETITION', L('Irrigation channel', 'Mương tưới', 'آبپاشی کی نالی'), 11),
  ];
  const visit = (number, time, person, kind, content, state, over = {}) => ({
    id: `v${number ?? 'x'}${time}`, pointId: 'p1', day: '2026-11-26', number, person, protected: false, type: kind, content, wish: WISH, state, registeredAt: at('2026-11-26', time), language, ...over,
  });
  const visits = [
    visit(14, '10:05', people.citizen, type, TITLE, 'CHECKED'),
    visit(13, '09:52', L('Ali Haider', 'Anh Vi Văn Thắng', 'علی حیدر'), 'FEEDBACK', L('Drinking water of the lower hamlet', 'Nước sinh hoạt xóm dưới', 'نچلی بستی کا پینے کا پانی'), 'IN_ROOM'),
    visit(undefined, '10:10', 'TC-2026-0041', 'DENUNCIATION', L('Denunciation', 'Tố cáo', 'شکایتِ بدعنوانی'), 'WAITING', { protected: true }),
    visit(15, '10:21', L('Hussain Ali', 'Chị Nguyễn Thị Hường', 'حسین علی'), 'COMPLAINT', L('Land record of Shigar', 'Chế độ hưu trí', 'شگر کا ریکارڈِ اراضی'), 'WAITING'),
    visit(16, '10:33', L('Zohra Batool', 'Bà Phan Thị Lý', 'زہرہ بتول'), 'PETITION', L('Posting of a teacher', 'Giáo viên cho điểm trường', 'استاد کی تعیناتی'), 'WAITING'),
    visit(12, '09:20', L('Muhammad Raza', 'Bà Lầu Thị Mỷ', 'محمد رضا'), 'PETITION', L('Road to the village', 'Kiến nghị đường vào bản', 'گاؤں کی سڑک'), 'DONE'),
    visit(11, '08:40', L('Fatima Bano', 'Ông Hồ Sỹ Tuấn', 'فاطمہ بانو'), 'PETITION', L('Irrigation channel', 'Mương tưới', 'آبپاشی کی نالی'), 'DONE'),
  ];
  const readiness = [
    { name: commune.name, ready: true, detail: L('camera, microphone, notice accepted', 'camera, micrô, đã chấp nhận thông báo', 'کیمرا، مائیک، اطلاع قبول') },
    { name: province.name, ready: true, detail: L('checked at 10:21', 'kiểm tra lúc 10:21', '10:21 پر جانچا گیا') },
    { name: central.name, ready: false, detail: L('nobody is there yet', 'chưa có ai', 'ابھی کوئی موجود نہیں') },
    { name: N('ریکارڈر', 'Máy ghi', 'Recorder'), ready: true, detail: L('two, 212 hours free', 'hai máy, còn 212 giờ', 'دو، 212 گھنٹے باقی') },
  ];

  const POSTS = {
    RECEIVER: [people.receiver, commune, ['seeToday', 'keepQueue', 'checkPass', 'seeAppointments', 'seeTickets', 'seeBook']],
    CHAIR: [people.chair, province, ['seeToday', 'seeAppointments', 'seeTickets', 'seeBook']],
    SPECIALIST: [people.writer, answering, ['seeDesk', 'seeTickets', 'seeBook']],
    INSPECTOR: [people.inspector, central, ['findRecordings', 'seeArchiveState', 'seeAudit']],
    ARCHIVIST: [people.archivist, central, ['findRecordings', 'seeArchiveState', 'placeHold', 'setRetention', 'destroy']],
    ADMIN: [people.admin, central, ['operate', 'seeArchiveState', 'watchLines', 'keepAccounts', 'keepCalendar', 'keepPosts', 'seePolicy']],
  };
  const [name, ownUnit, actions] = POSTS[role] ?? POSTS.CHAIR;
  const post = { id: 'post', role, unit: ownUnit, charge: 'APPOINTED' };
  const me = { id: 'me', name, language, theme: 'system', csrfToken: 'x', post, posts: [post], actions, needsSecondFactor: false, needsNewPassword: false };

  const policyRow = (action, roles, second) => ({ action, roles, ...(second ? { second } : {}) });
  const policy = {
    roles: ['CHAIR', 'RECEIVER', 'SECRETARY', 'TECH', 'SPECIALIST', 'CITIZEN', 'REPRESENTATIVE', 'AGENT', 'LAWYER', 'INTERPRETER', 'OBSERVER', 'SECURITY', 'INSPECTOR', 'ARCHIVIST', 'DPO', 'ADMIN'],
    rows: [
      policyRow('start', ['CHAIR']), policyRow('mute', ['CHAIR', 'SECRETARY']), policyRow('raiseHand', ['RECEIVER', 'SECRETARY', 'SPECIALIST', 'CITIZEN', 'REPRESENTATIVE', 'AGENT', 'LAWYER', 'INTERPRETER', 'OBSERVER']),
      policyRow('registerVisit', ['RECEIVER']), policyRow('writeMinutes', ['RECEIVER', 'SECRETARY']), policyRow('replay', ['INSPECTOR']), policyRow('export', ['INSPECTOR'], 'approveExport'), policyRow('approveExport', ['CHAIR', 'ARCHIVIST']), policyRow('operate', ['ADMIN']),
    ],
  };
  const auditLine = (number, seconds, actor, action, subject, reason, detail = {}) => ({ number, at: ago(seconds), actor, action, subject, ...(reason ? { reason } : {}), detail });
  const audit = [
    auditLine(10482, 40, people.inspector, 'SIGN_IN', '7c1e-40'),
    auditLine(10481, 610, people.archivist, 'PLACE_HOLD', 'PS-2026-0412', L('Complaint before the court', 'Đang khiếu nại tại toà', 'عدالت میں زیرِ سماعت')),
    auditLine(10480, 1900, people.chair, 'VIEW_IDENTITY', 'c-0217', L('Protection asked for', 'Có yêu cầu bảo vệ', 'تحفظ کی درخواست')),
    auditLine(10479, 5400, 'system', 'SIGN_IN_LOCKED', '7c1e-12'),
    auditLine(10478, 9100, people.receiver, 'SIGN_OUT_EVERYWHERE', '7c1e-12', undefined, { signIns: '3' }),
  ];
  const person = (login, name) => ({ id: login, login, name });
  const held = (id, who, charge, from, until, decision, leaves = []) => ({ id, person: who, charge, from, ...(until ? { until } : {}), ...(decision ? { decision } : {}), leaves });
  const chair = person('batool', people.chair);
  const deputy = person('shah', people.officer);
  const decisionNo = (number) => (vi ? `${number}/QĐ-UBND` : `SO(E-I) ${number}/2026`);
  const unitPosts = {
    today: '2026-11-26',
    posts: [
      { id: 'post-1', role: 'CHAIR', today: { person: deputy, charge: 'SUBSTITUTE' }, holdings: [held('h1', chair, 'APPOINTED', '2026-03-01', undefined, decisionNo(412), [{ id: 'l1', from: '2026-11-23', until: '2026-11-27', substitute: deputy, decision: decisionNo(1180) }, { id: 'l2', from: '2026-12-24', until: '2026-12-31', decision: decisionNo(1201) }])] },
      { id: 'post-2', role: 'SECRETARY', today: { person: person('rehana', people.secretary), charge: 'ACTING' }, holdings: [held('h2', person('nargis', people.second), 'APPOINTED', '2024-07-01', '2026-10-31'), held('h3', person('rehana', people.secretary), 'ACTING', '2026-11-01', '2027-01-31', decisionNo(1077))] },
      { id: 'post-3', role: 'SPECIALIST', title: L('Land and revenue', 'Địa chính', 'اراضی و مال'), holdings: [] },
    ],
  };
  const accounts = [
    { ...chair, secondFactor: true, posts: [{ id: 'post-1', role: 'CHAIR', unit: province, charge: 'APPOINTED' }] },
    { ...deputy, secondFactor: false, posts: [{ id: 'post-1', role: 'CHAIR', unit: province, charge: 'SUBSTITUTE' }, { id: 'post-4', role: 'RECEIVER', unit: commune, charge: 'APPOINTED' }] },
    { ...person('rehana', people.secretary), secondFactor: false, posts: [] },
  ];
  const signIns = [
    { id: 's1', browser: 'Firefox', system: 'Windows', since: ago(9100), usedAt: ago(20), post, current: true },
    { id: 's2', browser: 'Chrome', system: 'Android', since: ago(21000), usedAt: ago(5400), post, current: false },
    { id: 's3', since: ago(30100), usedAt: ago(29800), post, current: false },
  ];

  const paragraph = (number, millis, speaker, text, writer = people.secretary) => ({ number, text, speaker, elapsedMillis: millis, writtenAt: ago(1421 - millis / 1000), writer });
  const MIN = 60_000;
  const minutes = {
    paragraphs: [
      paragraph(1, 0.4 * MIN, people.chair, L('The chair opens, names those present and says that the reception is recorded.', 'Chủ trì khai mạc, giới thiệu thành phần và thông báo có ghi âm, ghi hình.', 'صدر نے اجلاس شروع کیا، حاضرین کے نام بتائے اور ریکارڈنگ کی اطلاع دی۔')),
      paragraph(2, 4.2 * MIN, people.citizen, L('The citizen says that the pension stopped in May 2026.', 'Ông Bình trình bày: 37 hộ chưa nhận được biên bản đo đạc thửa đất.', 'شہری نے بتایا کہ پنشن مئی 2026 سے بند ہے۔')),
      paragraph(3, 9.6 * MIN, people.officer, L('Accounts has received no sanction since June.', 'Trung ương hỏi về bản đồ kèm quyết định năm 2019.', 'اکاؤنٹس کو جون کے بعد کوئی منظوری نہیں ملی۔')),
      paragraph(4, 16.33 * MIN, people.second, L('Finance, Gilgit, confirms that the life certificate was the only paper missing.', 'Đại diện tỉnh chiếu phương án bồi thường, giải thích đơn giá.', 'محکمہ خزانہ نے تصدیق کی کہ صرف حیاتی سرٹیفکیٹ کی کمی تھی۔')),
      paragraph(5, 19.1 * MIN, people.citizen, L('The citizen shows the pension order of 14 March 2024 (paper A).', 'Ông Bình đưa bản đồ năm 2019 (giấy A), đề nghị đối chiếu.', 'شہری نے 14 مارچ 2024 کا پنشن آرڈر (کاغذ A) دکھایا۔')),
      paragraph(6, 21.52 * MIN, people.chair, L('The chair asks which office holds the file.', 'Chủ trì hỏi hồ sơ đang ở cơ quan nào.', 'صدر نے پوچھا کہ فائل کس دفتر کے پاس ہے۔')),
    ],
  };
  const signedMinutes = { ...minutes, signedAt: at('2026-11-26', '11:20'), signedBy: people.chair };

  const seat = (id, person, part, where, over = {}) => ({ id, name: person, role: part, ...(where ? { point: where } : {}), language, place: 'ROOM', connected: true, muted: false, notice: true, ...over });
  const snapshot = (self) => ({
    reception: 'r1', code: CODE, state: 'LIVE', since: ago(1421), startedAt: ago(1421), revision: 41, protected: false, matter: { type, title: TITLE, wish: WISH }, number: 14, plannedMinutes: 30,
    floor: self === 'citizen' ? 'chair' : 'citizen', recorders: 2,
    participants: [
      seat('citizen', people.citizen, 'CITIZEN', commune.name),
      seat('officer', people.officer, 'SPECIALIST', central.name, { muted: true, handSince: ago(40) }),
      ...(self === 'citizen' ? [] : [seat('second', people.second, 'SPECIALIST', answering.name, { handSince: ago(15) })]),
      seat('chair', people.chair, 'CHAIR', province.name),
      ...(self === 'citizen' ? [] : [
        seat('lawyer', L('Ahmed Raza', 'Luật sư Lê Minh', 'احمد رضا'), 'LAWYER', commune.name, { place: 'WAITING' }),
        seat('interpreter', L('Amina (Balti)', 'Vừ A Dế (tiếng Mông)', 'آمنہ (بلتی)'), 'INTERPRETER', undefined, { place: 'WAITING', notice: false }),
      ]),
    ],
    actions: self === 'citizen' ? ['raiseHand', 'callForHelp'] : ['admit', 'return', 'pause', 'giveFloor', 'takeFloor', 'mute', 'offRecord', 'callForHelp', 'conclude', 'close'].filter((action) => action !== 'close'),
  });
  const live = (self) => ({
    welcome: { type: 'welcome', participant: self, serverTime: now.toISOString(), snapshot: snapshot(self) },
    recording: { type: 'recording', sealedUpTo: ago(6), recorders: 2, bytes: 184_000_000, healthy: true, measuredAt: ago(1), flushedAt: ago(1), freeBytes: 92_000_000_000, sources: [], troubles: [{ participant: 'citizen', source: 'camera', code: 'NO_PICTURE', seconds: 23 }] },
    quality: { type: 'quality', participants: [{ participant: 'citizen', score: 62, loss: 0.1, roundTripMillis: 120, frozen: 0 }, { participant: 'chair', score: 100, loss: 0, roundTripMillis: 24, frozen: 0 }] },
    minutes: { type: 'minutesChanged', paragraphs: minutes.paragraphs.length },
    subscribe: {
      type: 'subscribe', sdp: 'v=0', generation: 1,
      streams: snapshot(self).participants.filter((one) => one.id !== self && one.place === 'ROOM').map((one) => ({ mid: one.id, participant: one.id, purpose: 'camera' })),
    },
    faces: vi ? { citizen: 'elder', officer: 'woman', second: 'officer', chair: 'suit' } : { citizen: 'shawl', officer: 'officer', second: 'woman', chair: 'beard' },
  });

  const reception = { ...receptions[0], id: 'r1', state: 'MINUTES_PENDING', content: CONTENT, wish: WISH, startedAt: ago(1421), actions: ['conclude'], ticketId: 't1', recording: 'SEALED', quality: [{ participant: 'citizen', name: people.citizen, mean: 78, lowest: 31, worstMinute: ago(600), worstMinuteMean: 52, seconds: 1380 }] };
  const bookRow = (number, date, who, paper, matter, kind, count, accepted, returned, transferred, follow) => ({
    number, date, nameAddress: who, identityPaper: paper, matter, type: kind, people: count, typeAndPeople: '', settledBy: '', accepted, returnedGuided: returned, transferred, followUp: follow, note: '', receptionId: 'r1',
  });
  const book = [
    bookRow(14, '2026-11-26', L('Bibi Zainab, Mohalla 3, Skardu', 'Trần Văn Bình, xóm 4, xã Yên Hoà', 'بی بی زینب، محلہ 3، سکردو'), vi ? '040 068 001 217' : '71103-•••••17-4', TITLE, type, vi ? 37 : 1, L('Finance Department, by 23 Dec', 'Sở NN&MT, hạn 23/12', 'محکمہ خزانہ، 23 دسمبر تک'), '', '', TICKET),
    bookRow(13, '2026-11-26', L('Ali Haider, Shigar', 'Vi Văn Thắng, bản Xốp', 'علی حیدر، شگر'), vi ? '040 091 004 118' : '71104-•••••02-1', L('Drinking water of the lower hamlet', 'Nước sinh hoạt xóm dưới', 'نچلی بستی کا پینے کا پانی'), 'FEEDBACK', 12, '', '', L('Public Works', 'Công ty cấp nước', 'محکمہ تعمیرات'), ''),
    bookRow(12, '2026-11-26', L('Muhammad Raza, Khaplu', 'Lầu Thị Mỷ, bản Huồi', 'محمد رضا، خپلو'), L('none', 'không có', 'کوئی نہیں'), L('Road to the village', 'Đường vào bản', 'گاؤں کی سڑک'), 'PETITION', 40, L('Commune', 'UBND xã', 'مقامی دفتر'), '', '', `${prefix}PA-000216`),
    bookRow(11, '2026-11-25', L('Fatima Bano, Skardu', 'Hồ Sỹ Tuấn, xóm 2', 'فاطمہ بانو، سکردو'), vi ? '040 075 002 350' : '71103-•••••44-2', L('Irrigation channel', 'Mương tưới', 'آبپاشی کی نالی'), 'PETITION', 1, '', L('Guided to the water office', 'Hướng dẫn đến trạm thuỷ nông', 'محکمہ آبپاشی کی رہنمائی'), '', ''),
  ];

  const note = (number, text, writer, noteUnit, day, time) => ({ number, text, writer, post: noteUnit, signedAt: at(day, time) });
  const file = {
    id: 'f1', number: vi ? 'HS-7/2026' : 'S(P)-7/2026', subject: `${TITLE}, ${people.citizen}`, type, since: at('2026-11-24', '09:10'), ticketId: 't1', clock: clock(), ticket: main,
    notes: [
      note(1, L('The citizen was heard by video on 11 November 2026. Her husband’s family pension order dates from 14 March 2024; nothing has been paid since May 2026. Minutes are the paper under consideration.', 'Công dân được tiếp trực tuyến ngày 11/11/2026. 37 hộ chưa nhận được biên bản đo đạc. Biên bản buổi tiếp là văn bản cần xem xét.', 'شہری کو 11 نومبر 2026 کو ویڈیو پر سنا گیا۔ شوہر کی فیملی پنشن کا حکم 14 مارچ 2024 کا ہے؛ مئی 2026 سے رقم نہیں ملی۔'), people.secretary, L('Secretary, Gilgit-Baltistan', 'Thư ký, Nghệ An', 'سیکرٹری، گلگت بلتستان'), '2026-11-11', '14:05'),
      note(2, L('Under rule 8 the Accounts office pays on our sanction. The sanction was sent on 2 June and came back for a missing life certificate. Proposed: accept the certificate made at Skardu point on 11 November.', 'Theo Điều 8, xã phải giao biên bản đo đạc cho từng hộ. Đề xuất: yêu cầu xã giao trong 5 ngày làm việc.', 'قاعدہ 8 کے تحت اکاؤنٹس ہماری منظوری پر ادائیگی کرتا ہے۔ منظوری 2 جون کو بھیجی گئی اور حیاتی سرٹیفکیٹ نہ ہونے پر واپس آئی۔'), people.writer, L('Officer, Finance Department', 'Chuyên viên, Sở NN&MT', 'افسر، محکمہ خزانہ'), '2026-11-12', '10:30'),
      note(3, vi ? 'Đồng ý. Đề nghị đối chiếu với bản đồ kèm quyết định trước khi trả lời công dân.' : 'پیرا 2/N سے اتفاق ہے۔ 11/11/2026 کا حیاتی سرٹیفکیٹ قابلِ قبول ہے۔ محکمہ خزانہ سے بقایا رقم کی تصدیق کرا کے مسودہ پیش کیا جائے۔', L('Ghulam Abbas', 'Võ Văn Thành', 'غلام عباس'), L('Deputy Secretary', 'Chủ trì', 'ڈپٹی سیکرٹری'), '2026-11-19', '12:40'),
    ],
    movements: [
      { unit: commune, post: L('Reception point', 'Điểm tiếp công dân', 'استقبالیہ مرکز'), since: at('2026-11-11', '11:20'), until: at('2026-11-11', '16:00') },
      { unit: province, post: L('Deputy Secretary', 'Chủ trì', 'ڈپٹی سیکرٹری'), since: at('2026-11-12', '09:00'), until: at('2026-11-24', '09:10') },
      { unit: answering, post: L('Officer, you', 'Chuyên viên', 'افسر'), since: at('2026-11-24', '09:10') },
    ],
    correspondence: [
      { kind: 'MINUTES', title: CODE, receptionId: 'r1' },
      { kind: 'SUBMISSION', title: TICKET },
      { kind: 'RECORDING', title: CODE, receptionId: 'r1' },
    ],
  };
  const desk = [
    { id: 'f2', number: vi ? 'HS-3/2026' : 'S(P)-3/2026', subject: tickets[0].content, type: 'COMPLAINT', since: at('2026-11-09', '10:00'), ticketId: 't2', clock: late },
    { id: 'f3', number: vi ? 'HS-5/2026' : 'S(P)-5/2026', subject: tickets[1].content, type: 'PETITION', since: at('2026-11-18', '15:30'), ticketId: 't3', clock: soon },
    { ...file },
    { id: 'f4', number: vi ? 'HS-8/2026' : 'S(P)-8/2026', subject: tickets[4].content, type: 'DENUNCIATION', since: at('2026-11-23', '08:15'), ticketId: 't5', clock: stopped, protected: true },
  ];

  const recording = (id, code, day, person, kind, state) => ({ receptionId: id, code, point: point.id, day, person, type: kind, state, protected: false, durationMillis: 4_385_000, copiesReady: true });
  const recordings = [
    recording('r1', CODE, '2026-11-26', people.citizen, type, 'VERIFIED'),
    recording('r2', `${codes}2`, '2026-11-26', L('Muhammad Raza', 'Bà Lầu Thị Mỷ', 'محمد رضا'), 'PETITION', 'SEALED'),
    recording('r5', `${codes}5`, '2026-11-26', L('Ali Haider', 'Anh Vi Văn Thắng', 'علی حیدر'), 'FEEDBACK', 'WRITING'),
    recording('r0', codes.replace('1126', '1125') + '1', '2026-11-25', L('Fatima Bano', 'Ông Hồ Sỹ Tuấn', 'فاطمہ بانو'), 'PETITION', 'VERIFIED'),
    recording('r9', codes.replace('1126', '1119') + '2', '2026-11-19', L('Ghulam Abbas', 'Bà Phan Thị Lý', 'غلام عباس'), 'COMPLAINT', 'DAMAGED'),
  ];
  const recorders = [
    { number: 1, recording: 3, capacity: 20, freeBytes: 812_000_000_000, hours: 738, from: '2026-11-23T02:00:00Z', booked: [5, 9, 9, 4, 6, 2, 0, 0, 0, 0, 0, 0] },
    { number: 2, recording: 0, capacity: 20, freeBytes: 14_000_000_000, hours: 12, from: '2026-11-23T02:00:00Z', booked: [0, 20, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0] },
  ];
  const archiveState = {
    recordings: { EXPECTED: 6, WRITING: 1, SEALED: 1, ARCHIVED: 2, VERIFIED: 1284, DAMAGED: 1 }, unsealed: 0, encrypted: true, localDays: 90, lastList: '2026-11-25',
    late: [{ receptionId: 'r9', code: codes.replace('1126', '1119') + '2', state: 'DAMAGED', since: at('2026-11-24', '03:12'), trouble: 'Damaged: data/segments/segment-000212.pcapng. It was changed after it was sealed.' }],
    stores: [{ name: '/mnt/evidence', copies: 1288, waiting: 0, bytes: 1_306_400_000_000 }, { name: 's3://evidence/kachehri/', copies: 1286, waiting: 2, bytes: 1_304_900_000_000 }],
    fixity: { beganAt: at('2026-11-24', '01:00'), endedAt: at('2026-11-24', '09:41'), checked: 1281, findings: [
      { code: codes.replace('1126', '1119') + '2', place: '', what: 'DAMAGED', detail: 'Damaged: data/segments/segment-000212.pcapng. It was changed after it was sealed.' },
      { code: codes.replace('1126', '1103') + '1', place: '/mnt/evidence', what: 'DAMAGED', detail: 'data/segments/segment-000007.pcapng is missing in /mnt/evidence.', repaired: 'repaired from s3://evidence/kachehri/' },
    ] },
    reconciliation: { beganAt: at('2026-11-26', '01:10'), endedAt: at('2026-11-26', '01:10'), checked: 1288, findings: [] },
  };
  const LAW = 'Circular 01/2025/TT-TTCP; Law on Archives 33/2024/QH15, Art. 15';
  const retentionClass = (code, name, years) => ({ code, name, ...(years ? { years } : {}), trigger: 'CASE_CLOSED_YEAR_END', legalReference: LAW, validFrom: '2025-07-01' });
  const over = (id, year, n, over = {}) => ({ receptionId: id, code: codes.replace('2026', String(year)) + n, day: `${year}-11-26`, type, state: 'VERIFIED', classCode: 'CASE', workEnded: `${year + 1}-03-12`, keepUntil: `${year + 21}-12-31`, holds: [], ...over });
  const item = (id, year, n, over = {}) => ({ receptionId: id, code: codes.replace('2026', String(year)) + n, day: `${year}-11-26`, type, classCode: 'CASE', legalReference: LAW, workEnded: `${year + 1}-03-12`, keepUntil: `${year + 21}-12-31`, manifestSha256: '9f2c41d07b6e83a5510c7d94e2f86b3ad1174c590ae2bb68f03d5c7791e4a6b2', ...over });
  const retention = {
    actions: ['setRetention', 'placeHold', 'destroy'],
    classes: [retentionClass('CASE', N('شکایت یا خلاف ورزی کی اطلاع', 'Khiếu nại, tố cáo', 'Complaint or denunciation'), 20), retentionClass('PETITION', N('عرضداشت یا رائے', 'Kiến nghị, phản ánh', 'Petition or feedback'), 20), retentionClass('CASE-SERIOUS', N('سنگین معاملہ', 'Vụ việc nghiêm trọng', 'Serious case'))],
    over: [over('o1', 2004, 1), over('o2', 2004, 4), over('o3', 2004, 6, { bar: 'HELD', holds: [{ id: 'h1', reason: 'x', placedBy: people.inspector, placedAt: at('2026-03-02', '09:10') }] })],
    found: [over('o3', 2004, 6, { bar: 'HELD', holds: [{ id: 'h1', reason: L('Appeal 41/2026', 'Thanh tra lại 41/2026', 'اپیل 41/2026'), placedBy: people.inspector, placedAt: at('2026-03-02', '09:10') }] }), { ...over('r1', 2026, 3, { bar: 'NOT_OVER' }), workEnded: undefined, keepUntil: undefined }],
    lists: [
      { id: 'd2', number: 'D-2', reason: L('Yearly list 2026', 'Danh mục năm 2026', 'سالانہ فہرست 2026'), proposedBy: people.archivist, proposedAt: at('2026-11-20', '14:05'), approvalId: 'q2', state: 'APPROVED', mine: true, until: at('2026-12-24', '09:30'), decidedBy: people.chair, items: [item('i1', 2003, 2), item('i2', 2003, 5)] },
      { id: 'd1', number: 'D-1', reason: L('Yearly list 2025', 'Danh mục năm 2025', 'سالانہ فہرست 2025'), proposedBy: people.archivist, proposedAt: at('2025-11-18', '10:40'), approvalId: 'q1', state: 'APPROVED', mine: true, until: at('2025-12-22', '09:30'), decidedBy: people.chair, carriedOut: at('2025-11-25', '11:02'), items: [item('i3', 2002, 1, { destroyedAt: at('2025-11-25', '11:02'), places: 0 }), item('i4', 2002, 3, { keptBecause: 'HELD' })] },
    ],
  };
  const archive = { lines: recordings, count: 137, page: 1, pageLines: 25, points: [point.id] };
  const approval = (id, askedBy, state) => ({ id, action: 'viewSealed', about: 'r7', label: `${codes}7`, reason: L('Appeal 12/2028', 'Kháng nghị 12/2028', 'اپیل 12/2028'), askerId: 'o', askedBy, askedAt: at('2026-11-26', '09:00'), state, until: at('2026-11-26', '21:00') });
  const approvals = { asked: [{ ...approval('a1', people.inspector, 'APPROVED'), decidedBy: people.chair }], waiting: [{ ...approval('a2', people.officer, 'WAITING'), label: `${codes}8` }] };
  const bookmark = (id, minutesIn, note, mine, shared) => ({ id, atMillis: minutesIn * MIN, note, mine, shared, author: mine ? people.inspector : people.chair, writtenAt: now.toISOString() });
  const bookmarks = [
    bookmark('b1', 12, L('Map of the parcel: compare with exhibit 3', 'Bản đồ thửa đất: đối chiếu với tài liệu 3', 'زمین کا نقشہ: دستاویز 3 سے ملائیں'), true, false),
    bookmark('b2', 41, L('Promise of the deputy director', 'Lời hứa của phó giám đốc', 'نائب ڈائریکٹر کا وعدہ'), false, true),
  ];
  const track = (id, person, media, start, length, part = 1) => ({ name: `${id}-${media}-${part}`, kind: 'TRACK', track: id, person, media, mediaType: 'video/webm', startMillis: start * MIN, durationMillis: length * MIN, part });
  const replay = {
    id: 'w1', receptionId: 'r1', code: CODE, reason: L('Inspection plan 12/2028', 'kế hoạch thanh tra 12/2028', 'معائنہ منصوبہ 12/2028'), viewer: people.inspector, viewerRole: 'INSPECTOR', openedAt: now.toISOString(), startedAt: at('2026-11-26', '10:45'), durationMillis: 4_385_000,
    seal: { verdict: 'INTACT', segments: 439, intact: 439, fingerprint: '3F:91:A0:5C:77:1E:42:D8:0B:96:E3:15:8A:C4:6D:F2:39', sealedAt: at('2026-11-26', '12:02') },
    copies: [
      { name: 'everyone', kind: 'COMPOSITE', mediaType: 'video/webm', durationMillis: 4_385_000 },
      track('citizen', people.citizen, 'VIDEO', 0.2, 35.6), track('citizen', people.citizen, 'VIDEO', 39.2, 33.5, 2),
      track('officer', people.officer, 'VIDEO', 1.5, 71), track('chair', people.chair, 'VIDEO', 0, 73), track('officer/document', people.officer, 'VIDEO', 11, 6),
    ],
    gaps: [
      { track: 'citizen', fromMillis: 35.8 * MIN, toMillis: 39.2 * MIN, cause: 'loss' },
      { fromMillis: 52 * MIN, toMillis: 57 * MIN, cause: 'off-record' },
    ],
    speech: [[people.chair, 0.5, 3], [people.citizen, 4, 17], [people.officer, 18, 29], [people.citizen, 30, 35], [people.officer, 40, 48], [people.chair, 58, 63], [people.citizen, 64, 70]].map(([person, from, to]) => ({ person, fromMillis: from * MIN, toMillis: to * MIN })),
    events: [
      { atMillis: 0, type: 'start' }, { atMillis: 0.2 * MIN, type: 'join', person: people.citizen }, { atMillis: 4 * MIN, type: 'floor', person: people.citizen }, { atMillis: 38 * MIN, type: 'reconnect', person: people.citizen },
      { atMillis: 52 * MIN, type: 'offRecord', detail: L('a private matter', 'việc riêng', 'ایک نجی معاملہ') }, { atMillis: 57 * MIN, type: 'onRecord' }, { atMillis: 73 * MIN, type: 'close' },
    ],
    minutes: { paragraphs: [...minutes.paragraphs, paragraph(7, 45.5 * MIN, people.officer, ANSWER)] },
  };

  const leave = (id, state, askedAt, over = {}) => ({ id, action: 'export', about: id, label: CODE, reason: L('Appeal 12/2028', 'Khiếu nại lần hai 12/2028', 'اپیل 12/2028'), askerId: 'o9', askedBy: people.inspector, askedAt, state, until: at('2026-12-03', '09:00'), ...over });
  const decided = { decidedBy: people.chair, decidedAt: at('2026-11-26', '09:40') };
  const extract = (id, fromMin, toMin, masked, over) => ({ id, receptionId: 'r1', code: CODE, fromMillis: fromMin * MIN, toMillis: toMin * MIN, tracks: [], masked, own: role === 'INSPECTOR', mayDecide: false, progress: 'ASKED', downloads: [], ...over });
  const extracts = [
    extract('x1', 12, 16, [{ peer: 'citizen', alias: 'A', voice: 'VEILED' }], { approval: leave('a1', 'WAITING', at('2026-11-26', '10:20')), mayDecide: role === 'CHAIR' }),
    extract('x2', 0, 73, [{ peer: 'officer', alias: 'A', voice: 'VEILED' }, { peer: 'chair', alias: 'B', voice: 'SILENT' }], { approval: leave('a2', 'APPROVED', at('2026-11-26', '09:12'), decided), citizenPass: '0471', progress: 'READY', madeAt: at('2026-11-26', '09:50'), downloads: [{ name: people.inspector, at: at('2026-11-26', '10:02') }] }),
    extract('x3', 40, 44, [], { approval: leave('a3', 'REFUSED', at('2026-11-25', '15:30'), { ...decided, answer: L('Names third persons', 'Có nêu tên người khác', 'دوسروں کے نام ہیں') }) }),
  ];

  const asked = (id, number, person, content, kind, state, over = {}) => ({
    id, code: `A-2026-${number}`, pointId: 'p1', pointName: point.name, person, protected: kind === 'DENUNCIATION', type: kind, content, state, requestedAt: at('2026-11-23', '09:12'), ...over,
  });
  const timed = (day, from, to) => ({ startsAt: at(day, from), endsAt: at(day, to), roomId: 'room-1' });
  const planned = asked('m2', '0041', people.citizen, CONTENT, type, 'SCHEDULED', timed('2026-11-27', '09:00', '10:00'));
  const wanted = asked('m1', '0044', people.citizen, CONTENT, type, 'APPROVED', { wishedOn: '2026-11-27' });
  const calendar = {
    zone: ZONES[language],
    toArrange: [wanted, asked('m3', '0045', 'TC-2026-0007', L('Reported under protection', 'Tố cáo, đang được bảo vệ', 'تحفظ کے تحت شکایت'), 'DENUNCIATION', 'TRIAGED'), asked('m4', '0046', L('Ghulam Nabi', 'Vi Văn Pắn', 'غلام نبی'), L('The road to ward 4 is cut.', 'Đường vào xóm 4 bị cắt.', 'وارڈ 4 کی سڑک بند ہے۔'), 'PETITION', 'REQUESTED', { wishedOn: '2026-12-01' })],
    scheduled: [
      asked('m5', '0038', L('Fatima Bano', 'Lương Thị Hoa', 'فاطمہ بانو'), CONTENT, 'PETITION', 'ARRIVED', timed('2026-11-24', '08:30', '09:30')),
      asked('m6', '0039', L('Ali Raza', 'Hồ Văn Nam', 'علی رضا'), CONTENT, 'FEEDBACK', 'SCHEDULED', timed('2026-11-26', '14:00', '14:30')),
      planned, asked('m7', '0043', L('Haji Murad', 'Lô Văn Sáu', 'حاجی مراد'), CONTENT, type, 'SCHEDULED', timed('2026-11-27', '10:30', '11:30')),
    ],
  };
  const candidate = (id, name, kind, unitId, busy = []) => ({ id, name, role: kind, unitId, busy });
  const free = { room: { id: 'room-2', pointId: 'p1', name: '2', seats: 12 }, busy: [] };
  const booked = { room: { id: 'room-1', pointId: 'p1', name: '1', seats: 6 }, busy: [{ from: at('2026-11-27', '10:30'), to: at('2026-11-27', '11:30') }] };
  const stepOf = (kind, day, time, by, note = '') => ({ kind, at: at(day, time), by, note });
  const appointmentOf = (line, over) => ({
    line, wish: WISH, people: 1, group: [], overLevel: true, units: [commune.id, province.id], language, posts: [], steps: [stepOf('REQUESTED', '2026-11-23', '09:12', people.receiver), stepOf('TRIAGED', '2026-11-23', '11:40', people.receiver, L('Pension of a widow; the province pays.', 'Bồi thường đất; thuộc thẩm quyền tỉnh.', 'بیوہ کی پنشن؛ ادائیگی صوبے کی ذمہ داری ہے۔')), stepOf('APPROVED', '2026-11-24', '08:05', people.chair)],
    alike: [{ at: at('2026-08-03', '10:00'), person: people.citizen, content: CONTENT, score: 88, reasons: ['SAME_PERSON', 'SIMILAR_WORDS'] }], day: '2026-11-27', rooms: [booked, free],
    candidates: [candidate('c1', people.chair, 'CHAIR', province.id, [{ from: at('2026-11-27', '10:30'), to: at('2026-11-27', '11:30') }]), candidate('c2', people.secretary, 'SECRETARY', province.id), candidate('c3', people.receiver, 'RECEIVER', commune.id)],
    actions: role === 'CHAIR' ? ['approveAppointment', 'scheduleAppointment'] : ['requestAppointment', 'triageAppointment', 'scheduleAppointment', 'registerVisit'], told: true, onlineReason: 'COMPLEX_AND_FAR_APART', competentUnitId: province.id, ...over,
  });

  const well = ['CAMERA', 'MICROPHONE', 'ECHO', 'DISPLAY', 'LINE', 'CLOCK', 'RECORDER_SPACE'].map((item) => ({ item, verdict: 'GOOD', note: '' }));
  const rooms = [
    { room: { id: 'room-1', pointId: 'p1', name: '1', seats: 6 }, pointName: point.name, last: { at: at('2026-11-26', '07:10'), by: people.writer, score: 100, ready: true, today: true, findings: well } },
    { room: { id: 'room-2', pointId: 'p1', name: '2', seats: 12 }, pointName: point.name, last: { at: at('2026-11-26', '07:18'), by: people.writer, score: 85, ready: false, today: true, findings: [...well.slice(2), { item: 'MICROPHONE', verdict: 'FAILED', note: L('Cable is broken; a new one comes at noon.', 'Đứt cáp; trưa nay có cáp mới.', 'تار ٹوٹ گئی ہے؛ نئی دوپہر کو آئے گی۔') }] } },
    { room: { id: 'room-3', pointId: 'p2', name: '1', seats: 6 }, pointName: N('خپلو', 'Xã Tam Quang', 'Khaplu'), last: { at: at('2026-11-25', '07:05'), by: people.second, score: 92, ready: true, today: false, findings: well } },
    { room: { id: 'room-4', pointId: 'p3', name: '1', seats: 6 }, pointName: N('شگر', 'Xã Con Cuông', 'Shigar') },
  ];

  const kiosk = {
    point: point.name, number: 14, protected: false, peopleBefore: 2, waiting: { least: 20, most: 35 }, state: 'CHECKED', room: '2', language,
    cameraReady: true, microphoneReady: true, noticeAcknowledged: true, noticeVersion: '1',
  };
  const receipt = { number: 14, reception: CODE, asked: CONTENT, type, ticket: TICKET, answer: ANSWER, competentUnit: answering.name, clock: clock() };

  const rotaDay = (planned, over = {}) => ({ planned, day: planned, begins: '07:30', ends: '11:30', form: 'IN_PERSON', ...over });
  const rotaDays = [
    rotaDay('2026-11-05', { held: 'IN_PERSON' }), rotaDay('2026-11-12', { held: 'BY_DEPUTY' }), rotaDay('2026-11-19'),
    rotaDay('2026-11-26', { form: 'ONLINE' }),
    rotaDay('2026-12-03', { day: '2026-12-04', moved: 'BY_HAND', reason: L('The road to the valley is closed by snow', 'Bão số 12, đường vào xã bị ngập', 'برف سے وادی کی سڑک بند ہے') }),
    rotaDay('2026-12-17'), rotaDay('2026-12-25', { day: '2026-12-28', moved: 'HOLIDAY' }),
  ];
  const rotaDuty = vi ? { profile: 'VN-2026-07', days: 2, per: 'MONTH', law: N('', 'Luật Tiếp công dân 42/2013/QH13, Điều 15, sửa đổi bởi Luật 136/2025/QH15', '') } : undefined;
  const rotaLine = (month, over = {}) => ({ month, due: vi ? 2 : 0, inPerson: 1, online: 1, byDeputy: 0, ahead: 0, lacking: 0, ...over });
  const rotaRule = { recurrence: 'FREQ=MONTHLY;BYDAY=1TH,3TH', from: '2026-07-02', begins: '07:30', ends: '11:30', form: 'IN_PERSON' };
  const rota = {
    unit: commune, month: '2026-11', today: '2026-11-26', mayKeep: role !== 'INSPECTOR', mayPlan: role === 'CHAIR' || role === 'SECRETARY', ...(rotaDuty ? { duty: rotaDuty } : {}),
    declared: vi ? [{ day: '2026-11-14', working: true, source: 'làm bù Thứ Hai 16/11' }, { day: '2026-11-16', working: false, source: 'hoán đổi với Thứ Bảy 14/11' }] : [{ day: '2026-11-09', working: false, source: L('Iqbal Day', '', 'یومِ اقبال') }],
    closed: ['01', '07', '08', ...(vi ? ['15', '16'] : ['09', '14', '15']), '21', '22', '28', '29'].map((day) => `2026-11-${day}`),
    leaders: [{ postId: 'c1', name: people.chair, rule: rotaRule, days: rotaDays.filter(({ day }) => day < '2026-12'), report: rotaLine('2026-11', { online: 0, byDeputy: 1, ahead: 1 }) }],
  };
  const rotaReport = {
    year: 2026, today: '2026-11-26',
    leaders: [
      { unit: province, name: people.chair, months: ['2026-07', '2026-08', '2026-09', '2026-10'].map((month, index) => rotaLine(month, index === 2 && vi ? { online: 0, byDeputy: 1, lacking: 1 } : {})).concat(rotaLine('2026-11', { online: 0, byDeputy: 1, ahead: 1 })) },
      { unit: commune, name: people.second, months: ['2026-09', '2026-10', '2026-11'].map((month) => rotaLine(month)) },
    ],
  };
  const turn = (one, why, over = {}) => ({ visit: one, why, queuedAt: one.registeredAt, ...over });
  const queueDesk = {
    point, rooms: ['1', '2'], eachTakes: { least: 10, most: 20 },
    called: [{ ...turn(visit(13, '09:52', L('Ali Haider', 'Anh Vi Văn Thắng', 'علی حیدر'), 'FEEDBACK', '', 'CALLED')), why: undefined, calledAt: ago(120), room: '1' }],
    waiting: [
      turn(visit(17, '10:20', people.citizen, type, TITLE, 'CHECKED'), 'APPOINTMENT_DUE', { appointmentAt: at('2026-11-26', vi ? '11:00' : '10:40') }),
      turn(visit(16, '10:18', L('Haji Ghulam Rasool', 'Cụ Lương Thị Xoan', 'حاجی غلام رسول'), 'PETITION', '', 'WAITING'), 'FIRST', { first: 'ELDERLY' }),
      turn(visit(undefined, '10:10', 'TC-2026-0041', 'DENUNCIATION', '', 'WAITING', { protected: true }), 'IN_TURN'),
      turn(visit(15, '10:12', L('Fatima Batool', 'Chị Kha Thị Mỷ', 'فاطمہ بتول'), 'COMPLAINT', '', 'WAITING'), 'IN_TURN'),
    ],
    held: [], absent: [turn(visit(11, '09:31', L('Zahid Abbas', 'Anh Lô Văn Quý', 'زاہد عباس'), 'PETITION', '', 'ABSENT'), undefined)],
  };
  return {
    live, people,
    register: { name: L('Bibi Zainab', 'Trần Văn Bình', 'بی بی زینب'), address: L('Mohalla 3, Skardu', 'Xóm 4, xã Yên Hoà', 'محلہ 3، سکردو'), content: CONTENT, wish: WISH },
    answer: ANSWER,
    answers: {
      'GET /api/policy': policy, 'POST /api/officials/second-factor-reset': undefined, 'GET /api/officials': accounts, 'POST /api/officials': { password: 'h4kp-9wmz-c7ra-xe2t' }, 'POST /api/officials/batool/password-reset': { password: 'h4kp-9wmz-c7ra-xe2t' }, 'PUT /api/me/password': undefined, 'GET /api/audit': audit, 'POST /api/audit/verification': { lines: 10482, headHash: '9f2c51d0a7be03c4418ee6d5b1f7720c3f9a64d2e85b1c07aa40de91376cb85e' },
      'GET /api/me/second-factor': { enrolled: false, required: false, recoveryCodesLeft: 0 }, 'POST /api/me/second-factor': { secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', uri: 'otpauth://totp/Kachehri:example', qrSvg: qr() }, 'POST /api/me/second-factor/confirmation': { recoveryCodes: ['GEZD-GNBV-GY3T-QOJQ', 'MFRG-GZDF-MZTW-Q2LK', 'NNWG-23TP-OBYX-E43U', 'OV3H-O6DZ-PIZD-GNBV', 'GY3T-QOJQ-GEZD-MFRG', 'GZDF-MZTW-Q2LK-NNWG', '23TP-OBYX-E43U-OV3H', 'O6DZ-PIZD-GNBV-GY3T', 'QOJQ-GEZD-GNBV-MFRG', 'MZTW-Q2LK-NNWG-23TP'] },
      [`GET /api/units/${central.id}/posts`]: { unit: central, ...unitPosts }, [`GET /api/units/${province.id}/posts`]: { unit: province, ...unitPosts }, [`GET /api/units/${commune.id}/posts`]: { unit: commune, ...unitPosts },
      'GET /api/sign-in/ways': { passkeys: true, provider: L('Gilgit ID', 'Nghệ An ID', 'گلگت ID') }, 'GET /api/me/passkeys': [{ id: 'cGhvbmU', name: L('My telephone', 'Điện thoại của tôi', 'میرا فون'), addedAt: ago(400_000), usedAt: ago(9100) }],
      'GET /api/me/sign-ins': signIns, 'DELETE /api/me/sign-ins': undefined, 'DELETE /api/me/sign-ins/s2': undefined,
      'GET /api/reception-days/u1': { unit: commune, points: [{ ...point, hours: '07:30–11:30, 13:30–17:00' }], today: '2026-11-26', ...(rotaDuty ? { duty: rotaDuty } : {}), days: rotaDays.filter(({ day }) => day >= '2026-11-26').map((day) => ({ ...day, leader: people.chair })) },
      [`GET /api/units/${commune.id}/rota`]: rota, [`GET /api/units/${province.id}/rota`]: { ...rota, unit: province }, [`GET /api/units/${central.id}/rota`]: { ...rota, unit: central, mayKeep: false, mayPlan: false },
      [`GET /api/units/${commune.id}/rota/report`]: rotaReport, [`GET /api/units/${province.id}/rota/report`]: rotaReport, [`GET /api/units/${central.id}/rota/report`]: rotaReport,
      [`POST /api/units/${province.id}/rota/marks`]: undefined, [`POST /api/units/${province.id}/rota/moves`]: undefined, [`POST /api/units/${province.id}/rota/rules`]: undefined,
      'GET /api/me': me, 'PUT /api/me/preferences': undefined,
      'GET /api/today': { day: '2026-11-26', zone: ZONES[language], point: role === 'CHAIR' ? { ...point, unit: province, name: province.name } : point, visits: role === 'CHAIR' ? [] : visits, receptions: role === 'CHAIR' ? receptions : receptions.slice(0, 1), counts: { registered: 8, done: 2, waiting: 4 }, readiness },
      'GET /api/tickets': tickets, 'GET /api/tickets/t1': main, 'GET /api/book': book, 'GET /api/units': [province, answering, commune, central],
      'GET /api/calendar': [{ day: '2026-11-09', working: false, source: L('Iqbal Day, Cabinet Division', 'hoán đổi với Thứ Bảy 14/11', 'یومِ اقبال، کابینہ ڈویژن'), declaredAt: ago(2e6) }, { day: '2026-11-14', working: true, source: L('made up for 9 November', 'làm bù Thứ Hai 9/11', '9 نومبر کے بدلے'), declaredAt: ago(2e6) }],
      'GET /api/queue': queueDesk,
      'GET /api/passes/used-again': [{ passId: '5f0c1c3e-0000-4000-8000-000000000001', subject: 'v12', usedAt: ago(5400), usedUnit: commune.id, againAt: ago(5100), againUnit: province.id }], 'GET /api/passes/trust-list': trustList(),
      'POST /api/passes/check': { verdict: 'USED', at: ago(0), passId: '5f0c1c3e-0000-4000-8000-000000000000', purpose: 'TICKET', subject: 'v14', usedAt: ago(300), usedUnit: commune.id }, 'GET /api/visits/v14': visit(14, '10:05', people.citizen, type, TITLE, 'WAITING'),
      'POST /api/visits': { visit: visit(14, '10:05', people.citizen, type, TITLE, 'WAITING'), link: { url: 'https://kachehri.example/c#example', qrSvg: qr() } },
      'POST /api/live-tokens': { token: 'example', receptionId: 'r1' }, 'GET /api/receptions/r1': reception, 'GET /api/receptions/r1/minutes': role === 'SECRETARY' ? signedMinutes : minutes,
      'POST /api/receptions/r1/conclusion/preview': { clocks: [clock({ startedOn: '2026-11-26', due: '2027-01-05', share: 0, daysLeft: 40, daysNotCounted: 0 })], competentUnit: answering },
      'POST /api/receptions/r1/conclusion': { ticket: main, bookRow: book[0] },
      'GET /api/desk': desk, 'GET /api/files/f1': file, 'GET /api/archive': archive, 'GET /api/archive/state': archiveState, 'GET /api/recorders': recorders, 'GET /api/retention': retention, 'GET /api/archive/views/w1': replay, 'POST /api/archive/views/w1/watched': undefined, 'GET /api/archive/views/w1/bookmarks': bookmarks, 'GET /api/approvals': approvals, 'GET /api/points': [point],
      'POST /api/invitations': { code: 'A-2026-0041', state: 'SCHEDULED', pointName: point.name, hours: '07:30–11:30, 13:30–17:00', ...timed('2026-11-27', '09:00', '10:00'), room: '1', zone: ZONES[language] }, 'GET /api/rooms': rooms, 'GET /api/appointments': calendar, 'GET /api/appointments/m1': appointmentOf(wanted), 'GET /api/appointments/m2': appointmentOf(planned, { posts: ['c1', 'c3'] }),
      'GET /api/archive/extracts': extracts, 'POST /api/archive/r1/extracts': extracts[0], 'POST /api/approvals/a1/decision': extracts[0].approval,
      'GET /api/board/p1': { point: point.name, called: [{ number: 12, room: '2', at: ago(60) }, { number: 9, room: '1', at: ago(400) }], waiting: [13, 14, 15, 16] },
      'GET /api/kiosk/visit': kiosk, 'POST /api/kiosk/leave': undefined,
      'POST /api/kiosk/line-test': { answer: 'v=0', offer: 'v=0', generation: 1, streams: [] }, 'POST /api/kiosk/line-test/answer': undefined, 'POST /api/kiosk/line-test/figures': { score: 91 },
      'GET /health/live': { status: 'up', warnings: ['Packets can be lost on purpose: --loss-injection is on.'] }, 'GET /metrics': METRICS, 'PUT /api/receptions/r1/participants/p1/loss': { seed: 7 }, 'POST /api/receptions/r1/participants/p1/capture': undefined,
      'GET /api/kiosk/receipt': receipt,
    },
    kiosk,
  };
}

/** Two rooms on two threads, as far as the page about the lines reads it. */
const METRICS = `# TYPE kachehri_shard_rooms gauge
kachehri_shard_rooms{shard="0"} 1
kachehri_shard_rooms{shard="1"} 1
# TYPE kachehri_shard_transports gauge
kachehri_shard_transports{shard="0"} 8
kachehri_shard_transports{shard="1"} 6
# TYPE kachehri_shard_dropped_total counter
kachehri_shard_dropped_total{reason="injected_receiving",shard="0"} 1204
kachehri_shard_dropped_total{reason="injected_sending",shard="1"} 36
kachehri_shard_dropped_total{reason="not_wanted",shard="1"} 5
`;

/** Looks like a QR code and is none: the gallery must not carry a link that opens. */
function qr() {
  const size = 29;
  let seed = 7;
  const cells = [];
  const finder = (x, y) => [[0, 0], [size - 7, 0], [0, size - 7]].some(([left, top]) => x >= left - 1 && x < left + 8 && y >= top - 1 && y < top + 8);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      if (!finder(x, y) && seed % 1000 < 480) cells.push(`M${x} ${y}h1v1h-1z`);
    }
  }
  const corner = (x, y) => `<path fill-rule="evenodd" d="M${x} ${y}h7v7h-7zM${x + 1} ${y + 1}v5h5v-5z"/><path d="M${x + 2} ${y + 2}h3v3h-3z"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path d="${cells.join('')}"/>${corner(0, 0)}${corner(size - 7, 0)}${corner(0, size - 7)}</svg>`;
}
