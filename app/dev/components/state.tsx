import type { ReactNode } from 'react'
import { cx } from '~/components/ui/cx'

/** One labelled state of a component; `wide` spans the whole row. */
export function State({ name, wide, children }: { name: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className={cx('grid min-w-0 content-start gap-2', wide && 'col-span-full')}>
      <p className="text-xs text-ink-3">{name}</p>
      <div className="min-w-0">{children}</div>
    </div>
  )
}
