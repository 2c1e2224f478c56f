import { lazy, Suspense, useEffect, useMemo, useState, type ReactNode } from 'react';
import { Navigate, Route, Routes, useLocation } from 'react-router';
import { loadMe, putPreferences, signOut, type Me } from '../api/client';
import { Refused, type Problem } from '../api/problem';
import { useWords, type Language } from '../i18n/words';
import { Loading } from '../ui/Loading';
import { ProblemNotice } from '../ui/ProblemNotice';
import { ShellProvider, type Shell, type Theme } from '../ui/PageShell';
import { homeOf, pagesOf } from './pages';
import { SignInPage } from '../features/signin/SignInPage';

const QueuePage = lazy(() => import('../features/queue/QueuePage'));
const CalendarPage = lazy(() => import('../features/calendar/CalendarPage'));
const PassPage = lazy(() => import('../features/pass/PassPage'));
const TodayPage = lazy(() => import('../features/today/TodayPage'));
const RegisterPage = lazy(() => import('../features/register/RegisterPage'));
const RoomsPage = lazy(() => import('../features/rooms/RoomsPage'));
const AppointmentsPage = lazy(() => import('../features/appointments/AppointmentsPage'));
const InvitationPage = lazy(() => import('../features/appointments/InvitationPage'));
const AppointmentPage = lazy(() => import('../features/appointments/AppointmentPage'));
const CasesPage = lazy(() => import('../features/cases/CasesPage'));
const CasePage = lazy(() => import('../features/cases/CasePage'));
const BookPage = lazy(() => import('../features/book/BookPage'));
const ConcludePage = lazy(() => import('../features/conclude/ConcludePage'));
const MinutesPage = lazy(() => import('../features/conclude/MinutesPage'));
const DeskPage = lazy(() => import('../features/files/DeskPage'));
const FilePage = lazy(() => import('../features/files/FilePage'));
const BoardPage = lazy(() => import('../features/board/BoardPage'));
const HelpPage = lazy(() => import('../features/help/HelpPage'));
const NotFoundPage = lazy(() => import('../features/help/NotFoundPage'));
const RoomPage = lazy(() => import('../features/room/RoomPage'));
const ArchivePage = lazy(() => import('../features/replay/ArchivePage'));
const ArchiveStatePage = lazy(() => import('../features/archive/ArchiveStatePage'));
const RetentionPage = lazy(() => import('../features/archive/RetentionPage'));
const ExtractsPage = lazy(() => import('../features/replay/ExtractsPage'));
const ReplayPage = lazy(() => import('../features/replay/ReplayPage'));
const LinesPage = lazy(() => import('../features/lines/LinesPage'));
const PostsPage = lazy(() => import('../features/posts/PostsPage'));
const AccountsPage = lazy(() => import('../features/oversight/AccountsPage'));
const AuditPage = lazy(() => import('../features/oversight/AuditPage'));
const PolicyPage = lazy(() => import('../features/oversight/PolicyPage'));
const AccountPage = lazy(() => import('../features/signin/AccountPage'));
const RotaPage = lazy(() => import('../features/rota/RotaPage'));
const RotaReportPage = lazy(() => import('../features/rota/ReportPage'));
const ReceptionDaysPage = lazy(() => import('../features/rota/ReceptionDaysPage'));
const CitizenPage = lazy(() => import('./CitizenPage'));

const THEME = 'kachehri.theme';

export function App() {
  const { pathname } = useLocation();
  const open = pathname === '/a' || pathname === '/c' || pathname.startsWith('/c/') || pathname.startsWith('/board/') || pathname.startsWith('/reception-days/');
  return (
    <Suspense fallback={<Loading />}>
      {open ? (
        <Routes>
          <Route path="/a" element={<InvitationPage />} />
          <Route path="/c/*" element={<CitizenPage />} />
          <Route path="/board/:pointId" element={<BoardPage />} />
          <Route path="/reception-days/:unitId" element={<Everybody><ReceptionDaysPage /></Everybody>} />
        </Routes>
      ) : (
        <Staff />
      )}
    </Suspense>
  );
}

/** A page for everybody, with the band's choices of language and appearance. */
function Everybody({ children }: { children: ReactNode }) {
  const { setLanguage } = useWords();
  const [theme, setTheme] = useTheme();
  const shell = useMemo<Shell>(() => ({ pages: [], theme, onTheme: setTheme, onLanguage: setLanguage }), [theme, setTheme, setLanguage]);
  return <ShellProvider value={shell}>{children}</ShellProvider>;
}

/** The appearance, as this device keeps it. */
function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(() => (localStorage.getItem(THEME) as Theme | null) ?? 'system');
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
    localStorage.setItem(THEME, theme);
  }, [theme]);
  return [theme, setTheme];
}

/** A password of one's own, or the second factor the post asks for: without it there is only the page that brings it. */
const lacks = (me: Me) => me.needsNewPassword || me.needsSecondFactor;

/** Everything that needs somebody signed in. */
function Staff() {
  const { t, words, language, setLanguage } = useWords();
  const [me, setMe] = useState<Me | null>();
  const [refusal, setRefusal] = useState<Problem>();
  const [theme, setTheme] = useTheme();
  const welcome = (signedIn: Me) => {
    setMe(signedIn);
    setLanguage(signedIn.language);
    if (signedIn.theme) setTheme(signedIn.theme as Theme);
  };
  useEffect(() => {
    loadMe().then(welcome, (error: unknown) => {
      if (!(error instanceof Refused)) throw error;
      setMe(null);
    });
    // Once; `welcome` only sets state.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  const shell = useMemo<Shell>(() => {
    const prefer = (chosenLanguage: Language, chosenTheme: Theme) => {
      setLanguage(chosenLanguage);
      setTheme(chosenTheme);
      if (me) void putPreferences({ language: chosenLanguage, theme: chosenTheme });
    };
    return {
      ...(me ? { who: { name: me.name, post: t(`role.${me.post.role}`), place: words(me.post.unit.name) } } : {}),
      pages: me && !lacks(me) ? pagesOf(me.actions) : [],
      theme,
      onTheme: (chosen) => prefer(language, chosen),
      onLanguage: (chosen) => prefer(chosen, theme),
      ...(me
        ? {
            onSignOut: () => {
              setRefusal(undefined);
              signOut().then(
                () => setMe(null),
                (error: unknown) => {
                  if (!(error instanceof Refused)) throw error;
                  // Only a server that has forgotten the cookie has signed out; without a line the page must not look as if it had.
                  if (error.status === 401) setMe(null);
                  else setRefusal(error.problem);
                },
              );
            },
          }
        : {}),
    };
  }, [me, theme, language, t, words, setLanguage, setTheme]);
  if (me === undefined) return <Loading />;
  const account = <AccountPage needsNewPassword={me?.needsNewPassword ?? false} onEnrolled={() => void loadMe().then(welcome)} onSignedOut={() => setMe(null)} />;
  return (
    <ShellProvider value={shell}>
      {refusal && <ProblemNotice problem={refusal} />}
      {me === null ? (
        <SignInPage onSignedIn={welcome} />
      ) : lacks(me) ? (
        account
      ) : (
        <Routes>
          <Route path="/" element={<Navigate to={homeOf(me.actions)} replace />} />
          <Route path="/sign-in/*" element={<Navigate to={homeOf(me.actions)} replace />} />
          <Route path="/today" element={<TodayPage />} />
          <Route path="/queue" element={<QueuePage />} />
          <Route path="/pass" element={<PassPage />} />
          <Route path="/people/new" element={<RegisterPage />} />
          <Route path="/rooms" element={<RoomsPage mayCheck={me.actions.includes('checkRoom')} />} />
          <Route path="/appointments" element={<AppointmentsPage />} />
          <Route path="/appointments/:appointmentId" element={<AppointmentPage />} />
          <Route path="/cases" element={<CasesPage />} />
          <Route path="/cases/:ticketId" element={<CasePage />} />
          <Route path="/book" element={<BookPage />} />
          <Route path="/room/:receptionId" element={<RoomPage />} />
          <Route path="/room/:receptionId/conclude" element={<ConcludePage />} />
          <Route path="/room/:receptionId/minutes" element={<MinutesPage />} />
          <Route path="/desk" element={<DeskPage />} />
          <Route path="/files/:fileId" element={<FilePage />} />
          <Route path="/archive" element={<ArchivePage />} />
          <Route path="/archive/state" element={<ArchiveStatePage />} />
          <Route path="/archive/retention" element={<RetentionPage />} />
          <Route path="/archive/extracts" element={<ExtractsPage />} />
          <Route path="/archive/:viewId" element={<ReplayPage />} />
          <Route path="/rota" element={<RotaPage ownUnitId={me.post.unit.id} />} />
          <Route path="/rota/report" element={<RotaReportPage ownUnitId={me.post.unit.id} />} />
          <Route path="/lines" element={<LinesPage />} />
          <Route path="/calendar" element={<CalendarPage />} />
          <Route path="/posts" element={<PostsPage ownUnitId={me.post.unit.id} />} />
          <Route path="/accounts" element={<AccountsPage />} />
          <Route path="/audit" element={<AuditPage />} />
          <Route path="/policy" element={<PolicyPage />} />
          <Route path="/account" element={account} />
          <Route path="/help" element={<HelpPage />} />
          <Route path="*" element={<NotFoundPage />} />
        </Routes>
      )}
    </ShellProvider>
  );
}
