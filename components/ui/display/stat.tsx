import type { ReactNode } from 'react'
import { cx } from '../cx'

/** One large figure with its name above and its meaning below. */
export function Stat({
  label,
  value,
  note,
  tone,
}: {
  label: ReactNode
  value: ReactNode
  note?: ReactNode
  tone?: 'bad' | 'ok'
}) {
  return (
    <div className="card grid content-start gap-1 p-4.5">
      <p className="text-sm text-ink-3">{label}</p>
      <p
        className={cx(
          'font-display text-xl font-semibold wrap-anywhere sm:text-2xl',
          tone === 'bad' && 'text-bad',
          tone === 'ok' && 'text-ok',
        )}
      >
        {value}
      </p>
      {note && <p className="text-sm text-ink-3">{note}</p>}
    </div>
  )
}
