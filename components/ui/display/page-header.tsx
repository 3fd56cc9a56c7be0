import Link from 'next/link'
import type { ReactNode } from 'react'
import { Icon } from './icon'

type Props = {
  title: ReactNode
  /** The reference above the title, in monospace: `CMD-2026-004512`. */
  reference?: ReactNode
  /** A state pill next to the title. */
  state?: ReactNode
  lead?: ReactNode
  actions?: ReactNode
  back?: { href: string; label: string }
}

/** The header of every page: its only h1, a sentence, and actions on the right. */
export function PageHeader({ title, reference, state, lead, actions, back }: Props) {
  return (
    <header className="mb-5 flex flex-wrap items-end gap-x-6 gap-y-3">
      <div className="grid min-w-0 gap-1 sm:flex-1 sm:basis-80">
        {back && (
          <Link
            href={back.href}
            className="inline-flex w-fit items-center gap-1.5 py-0.5 text-sm text-ink-2 hover:text-ink"
          >
            <Icon name="arrowLeft" size={15} />
            {back.label}
          </Link>
        )}
        {reference && <p className="font-mono text-sm text-ink-2">{reference}</p>}
        <div className="flex flex-wrap items-center gap-3">
          <h1 className="text-3xl wrap-anywhere">{title}</h1>
          {state}
        </div>
        {lead && <p className="max-w-3xl text-pretty text-ink-2">{lead}</p>}
      </div>
      {actions && (
        <div className="flex flex-wrap items-center gap-2.5 sm:ml-auto [&>:is(a,button)]:min-h-10 [&>:is(a,button)]:px-4 [&>:is(a,button)]:text-base">
          {actions}
        </div>
      )}
    </header>
  )
}
