import { useTranslations } from 'next-intl'
import { Card } from '~/components/ui/card'
import { Timestamp } from '~/components/ui/timestamp'
import type { HostEvent } from '~/lib/inventory/client'

/** What became of the host, newest first: who did what, and why. */
export function HistoryCard({ history }: { history: readonly HostEvent[] }) {
  const t = useTranslations('inventory.host')
  const audit = useTranslations('audit')
  const what = (event: string) => {
    const key = `event.${event.replaceAll('.', '_')}`
    return audit.has(key as never) ? audit(key as never) : event
  }
  return (
    <Card title={t('history')} padded={false}>
      <ol className="divide-y divide-line">
        {history.map((event) => (
          <li key={event.id} className="grid gap-0.5 px-4.5 py-2.5">
            <span className="font-medium">{what(event.event)}</span>
            {event.reason && <span>{event.reason}</span>}
            <span className="text-sm text-ink-3">
              {t.rich('historyBy', {
                date: () => <Timestamp at={new Date(event.at)} look="short" />,
                actor: event.actor ?? audit('actor.system'),
              })}
            </span>
          </li>
        ))}
      </ol>
    </Card>
  )
}
