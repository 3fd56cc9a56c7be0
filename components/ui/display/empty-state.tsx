import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon'

type Props = { icon?: IconName; title: ReactNode; children?: ReactNode; action?: ReactNode }

/** An empty page explains: what it is for, why it is empty, and the button that fills it. */
export function EmptyState({ icon = 'archive', title, children, action }: Props) {
  return (
    <div className="mx-auto grid max-w-lg justify-items-center gap-2 px-6 py-10 text-center">
      <span className="mb-1 rounded-full bg-sunken p-3.5 text-ink-3">
        <Icon name={icon} size={24} />
      </span>
      <h2 className="text-lg">{title}</h2>
      {children && <div className="text-ink-2">{children}</div>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  )
}
