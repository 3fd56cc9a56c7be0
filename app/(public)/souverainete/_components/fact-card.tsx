import type { ReactNode } from 'react'
import { Card } from '~/components/ui/display/card'

type Props = { title: string; note?: string; source: ReactNode; children: ReactNode }

/** A group of facts, and below them their source. */
export function FactCard({ title, note, source, children }: Props) {
  return (
    <Card title={title} padded={false} {...(note && { note })}>
      <div className="flex h-full flex-col">
        <div className="flex-1">{children}</div>
        <p className="border-t border-line px-4.5 py-2.5 text-sm text-ink-3">{source}</p>
      </div>
    </Card>
  )
}
