import type { ReactNode } from 'react'
import { cx } from '../cx'

export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'off'

const backgrounds: Record<Tone, string> = {
  ok: 'bg-ok-wash text-ok',
  warn: 'bg-warn-wash text-warn',
  bad: 'bg-bad-wash text-bad',
  info: 'bg-info-wash text-info',
  off: 'bg-off-wash text-off',
}

/** A state as dot and word: never colour alone. `busy` makes the dot pulse. */
export function StatePill({ tone, children, busy }: { tone: Tone; children: ReactNode; busy?: boolean }) {
  return (
    <span
      className={cx(
        'inline-flex items-center gap-1.5 rounded-full px-2.5 py-0.5 text-xs font-semibold sm:whitespace-nowrap',
        'before:size-1.5 before:shrink-0 before:rounded-full before:bg-current',
        busy && 'before:animate-[pulse_1.6s_ease-in-out_infinite]',
        backgrounds[tone],
      )}
    >
      {children}
    </span>
  )
}

export const badgeClass =
  'inline-flex items-center rounded-small border border-line bg-sunken px-1.5 py-px text-xs text-ink-2'

/** A highlighted word that is not a state: a tag, a count, « bientôt facturé ». */
export function Badge({ children, mono }: { children: ReactNode; mono?: boolean }) {
  return <span className={cx(badgeClass, mono && 'font-mono')}>{children}</span>
}
