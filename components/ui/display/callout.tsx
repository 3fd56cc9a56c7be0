import type { ReactNode } from 'react'
import { cx } from '../cx'
import { Icon, type IconName } from './icon'
import type { Tone } from './state-pill'

const looks: Record<Tone, { box: string; icon: IconName }> = {
  ok: { box: 'border-ok/30 bg-ok-wash text-ok', icon: 'check' },
  warn: { box: 'border-warn/30 bg-warn-wash text-warn', icon: 'alert' },
  bad: { box: 'border-bad/30 bg-bad-wash text-bad', icon: 'alert' },
  info: { box: 'border-info/30 bg-info-wash text-info', icon: 'info' },
  off: { box: 'border-line bg-sunken text-ink-2', icon: 'info' },
}

type Props = {
  tone?: Tone
  title?: ReactNode
  children?: ReactNode
  actions?: ReactNode
  live?: boolean
  className?: string
}

/** A notice. `live` announces it when it appears on an open page. */
export function Callout({ tone = 'info', title, children, actions, live, className }: Props) {
  return (
    <div
      {...(live && { role: tone === 'bad' ? 'alert' : 'status' })}
      className={cx('flex items-start gap-3 rounded-card border px-4 py-3', looks[tone].box, className)}
    >
      <Icon name={looks[tone].icon} className="mt-0.5" />
      <div className="flex min-w-0 flex-1 flex-wrap items-start gap-x-4 gap-y-2.5">
        <div className="grid min-w-0 flex-1 basis-96 gap-1">
          {title && <p className="font-semibold">{title}</p>}
          {children && <div className="text-ink">{children}</div>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  )
}

/** A machine's message, verbatim: never replaced by something vaguer. */
export function ErrorText({ children }: { children: ReactNode }) {
  return (
    <p className="rounded-small bg-bad-wash px-2.5 py-1.5 font-mono text-sm text-bad wrap-anywhere whitespace-pre-wrap">
      {children}
    </p>
  )
}
