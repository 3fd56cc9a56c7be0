import { useLocale, useTranslations } from 'next-intl'
import { Explanation } from '~/components/incidents/explanation'
import { IncidentStatePill, SeverityPill } from '~/components/incidents/incident-pills'
import { UpdateList } from '~/components/incidents/update-list'
import { Card } from '~/components/ui/display/card'
import { Timestamp } from '~/components/ui/display/timestamp'
import { type PublicIncident, textInLocale } from '~/lib/incidents/client'
import type { Locale } from '~/lib/kernel/text/format'

/** One incident with all its updates. */
export function IncidentCard({ incident }: { incident: PublicIncident }) {
  const t = useTranslations('status')
  const locale = useLocale() as Locale
  const { number, zone, startedAt, repairedAt, resolvedAt, state, severity } = incident
  const at = (instant: string) => <Timestamp at={new Date(instant)} />
  return (
    <Card
      id={`incident-${number}`}
      title={textInLocale(incident, 'title', locale)}
      note={zone ?? ''}
      actions={
        <>
          <SeverityPill severity={severity} />
          <IncidentStatePill state={state} repairedAt={repairedAt} />
        </>
      }
    >
      <div className="grid gap-4">
        <p className="text-sm text-ink-2">
          {resolvedAt
            ? t.rich('lasted', { from: () => at(startedAt), to: () => at(resolvedAt) })
            : repairedAt
              ? t.rich('answering', { from: () => at(startedAt), since: () => at(repairedAt) })
              : t.rich('since', { from: () => at(startedAt) })}
        </p>
        <UpdateList updates={incident.updates} />
        <Explanation of={incident} />
      </div>
    </Card>
  )
}
