/** More than four before you don't fit a glance; the figure beside the row has the number. */
const SHOWN = 4;

/** The door, the people before me in grey with their places, me in the brand's colour. Decorative: the figures below say the same. */
export function RowOfPeople({ number, before }: { number: number; before: number }) {
  const people = Array.from({ length: Math.min(before, SHOWN) + 1 }, (_, index) => index);
  const last = people.length - 1;
  return (
    <div className="kiosk-row" aria-hidden="true">
      <svg viewBox="0 0 720 200">
        <path d="M20 170H700" stroke="var(--ink-2)" strokeWidth="4" />
        <rect x="50" y="26" width="104" height="144" fill="var(--surface)" stroke="var(--brand)" strokeWidth="7" />
        <rect x="72" y="50" width="60" height="44" rx="3" fill="var(--brand)" />
        <circle cx="102" cy="66" r="8" fill="var(--surface)" />
        <path d="M88 92a14 14 0 0 1 28 0z" fill="var(--surface)" />
        <path d="M204 100H172m14-16-16 16 16 16" fill="none" stroke="var(--brand)" strokeWidth="7" strokeLinecap="round" strokeLinejoin="round" />
        {people.map((index) => {
          const own = index === last;
          const x = 260 + index * 104 + (own && before > 0 ? 24 : 0);
          const colour = own ? 'var(--brand)' : 'var(--edge)';
          return (
            <g key={index} fill={colour}>
              <circle cx={x} cy="72" r="24" />
              <path d={`M${x - 38} 170v-30a28 28 0 0 1 28-28h20a28 28 0 0 1 28 28v30z`} />
              {own && <text x={x} y="154" textAnchor="middle" fontSize="26" fontWeight="700" fill="var(--on-brand)" fontFamily="var(--sans)">{number}</text>}
              {own && <rect x={x - 48} y="180" width="96" height="8" rx="4" />}
            </g>
          );
        })}
      </svg>
    </div>
  );
}
