import { useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextLink } from '~/components/ui/links/text-link'
import type { HostEvent, HostMove } from '~/lib/datacentre/client'
import { routes } from '~/lib/routes'

/** The host's events, newest first, with actor and reason. */
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
            {event.kind === 'move' ? (
              <MoveLine move={event} />
            ) : (
              <>
                <span className="font-medium">{what(event.event)}</span>
                {event.reason && <span>{event.reason}</span>}
              </>
            )}
            <span className="text-sm text-ink-3">
              {event.kind === 'move' ? (
                <Timestamp at={new Date(event.at)} look="exact" />
              ) : (
                t.rich('historyBy', {
                  date: () => <Timestamp at={new Date(event.at)} look="exact" />,
                  actor: event.actor ?? audit('actor.system'),
                })
              )}
            </span>
          </li>
        ))}
      </ol>
    </Card>
  )
}

function MoveLine({ move }: { move: HostMove }) {
  const t = useTranslations('inventory.host.move')
  return (
    <span>
      {t.rich(`${move.direction}.${move.outcome}`, {
        server: () => <span className="font-mono text-sm">{move.server}</span>,
        host: () => (
          <TextLink href={routes.operator.host(move.other.id)}>
            <span className="font-mono text-sm">{move.other.name}</span>
          </TextLink>
        ),
      })}
    </span>
  )
}
