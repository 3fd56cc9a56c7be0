import { useLocale, useTranslations } from 'next-intl'
import { cx } from '~/components/ui/cx'
import { formatDate, type Locale } from '~/lib/kernel/text/format'
import { type DayKind, type DayView, formatExact } from '~/lib/sla/client'

/** In drawing units: a cell and the gap after it. */
const [cell, gap] = [20, 3]
const pitch = cell + gap

/**
 * A month of one resource, one cell per day: shapes and marks repeat the meaning of the colours. Screen readers get
 * a summary.
 */
export function DayCells({ name, days }: { name: string; days: readonly DayView[] }) {
  const t = useTranslations('serviceLevels')
  const locale = useLocale() as Locale
  const count = (kind: DayKind) => days.filter((day) => day.kind === kind).length
  const titleOf = ({ day, kind, downMs, unknownMs }: DayView) =>
    [
      t('dayTitle', { day: formatDate(new Date(`${day}T12:00:00Z`), locale), kind: t(`day.${kind}`) }),
      downMs > 0 && t('dayDown', { duration: formatExact(downMs, locale) }),
      unknownMs > 0 && t('dayUnknown', { duration: formatExact(unknownMs, locale) }),
    ]
      .filter(Boolean)
      .join(', ')
  const summary = t('daySummary', {
    kept: count('kept'),
    touched: count('touched'),
    broken: count('broken'),
    excluded: count('excluded'),
    unknown: count('unknown'),
  })
  return (
    <svg
      role="img"
      aria-label={`${name}: ${summary}`}
      viewBox={`0 0 ${days.length * pitch - gap} ${cell}`}
      className={widthClass}
    >
      {days.map((day, index) => (
        <g key={day.day} transform={`translate(${index * pitch} 0)`}>
          <title>{titleOf(day)}</title>
          <DayMark kind={day.kind} isPartlyUnknown={day.unknownMs > 0} />
        </g>
      ))}
    </svg>
  )
}

/** About 24 pixels a day on a wide screen. */
const widthClass = 'w-full max-w-186 sm:min-w-88'

/** The number of the first day of each week of the month, above columns of {@link DayCells}. */
export function DayScale({ days }: { days: readonly Pick<DayView, 'day'>[] }) {
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${days.length * pitch - gap} 12`}
      className={cx(widthClass, 'mb-1 overflow-visible')}
    >
      {days.map(
        ({ day }, index) =>
          index % 7 === 0 && (
            <text key={day} x={index * pitch} y={10} fontSize={11} className="fill-ink-3 tabular-nums">
              {Number(day.slice(8))}
            </text>
          ),
      )}
    </svg>
  )
}

const looks: Record<DayKind, string> = {
  kept: 'fill-ok',
  touched: 'fill-amber',
  broken: 'fill-bad',
  excluded: 'fill-info-wash stroke-info',
  unknown: 'fill-transparent stroke-field [stroke-dasharray:3_2]',
  outside: 'fill-sunken',
}
/** Distinguish the kinds without colours. */
const marks: Partial<Record<DayKind, { path: string; look: string }>> = {
  touched: { path: 'M6 10H14', look: 'stroke-on-amber' },
  broken: { path: 'M6 6L14 14M14 6L6 14', look: 'stroke-surface' },
  excluded: { path: 'M2 10L10 2M2 18L18 2M10 18L18 10', look: 'stroke-info' },
}

/** One day's cell, 20 by 20. A partly unknown day has a cut corner. */
function DayMark({ kind, isPartlyUnknown }: { kind: DayKind; isPartlyUnknown: boolean }) {
  const mark = marks[kind]
  return (
    <>
      <rect x={0.5} y={0.5} width={cell - 1} height={cell - 1} rx={3} className={looks[kind]} />
      {mark && <path d={mark.path} strokeWidth={2} className={cx('fill-none', mark.look)} />}
      {isPartlyUnknown && kind !== 'unknown' && kind !== 'outside' && (
        <path d="M12 0H20V8Z" className="fill-surface stroke-field" />
      )}
    </>
  )
}

const shown: readonly DayKind[] = ['kept', 'touched', 'broken', 'excluded', 'unknown']

/** The meaning of the cells. */
export function DayLegend() {
  const t = useTranslations('serviceLevels')
  return (
    <ul aria-label={t('legend')} className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-2">
      {shown.map((kind) => (
        <li key={kind} className="inline-flex items-center gap-1.5">
          <svg aria-hidden="true" viewBox={`0 0 ${cell} ${cell}`} className="size-3.5">
            <DayMark kind={kind} isPartlyUnknown={false} />
          </svg>
          {t(`day.${kind}`)}
        </li>
      ))}
    </ul>
  )
}
