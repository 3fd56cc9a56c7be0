import type { ReactNode } from 'react'
import { Card } from '~/components/ui/display/card'
import { Icon } from '~/components/ui/display/icon'

type Props = {
  name: string
  state: ReactNode
  elapsed: ReactNode
  /** One line, which opens: for one of several that needs no attention. */
  isFolded: boolean
  children: ReactNode
}

/** The card of one ordered resource. */
export function ResourceFrame({ name, state, elapsed, isFolded, children }: Props) {
  const title = <span className="font-mono text-base font-semibold">{name}</span>
  const time = elapsed && <span className="text-sm text-ink-3">{elapsed}</span>
  if (!isFolded)
    return (
      <Card padded={false} title={title} actions={time} note={state}>
        {children}
      </Card>
    )
  return (
    <section className="card min-w-0 overflow-clip">
      <details className="group">
        <summary className="flex min-h-12 list-none flex-wrap items-center gap-x-3 gap-y-1 px-4.5 py-2.5 group-open:border-b group-open:border-line hover:bg-sunken [&::-webkit-details-marker]:hidden">
          <Icon name="chevronRight" size={15} className="transition-transform group-open:rotate-90" />
          <h2 className="text-lg">{title}</h2>
          {state}
          <span className="ml-auto">{time}</span>
        </summary>
        {children}
      </details>
    </section>
  )
}
