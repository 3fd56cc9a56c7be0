import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { RefreshOn } from '~/app/_client/refresh-on'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { Explanation } from '~/components/incidents/explanation'
import { IncidentStatePill, SeverityPill } from '~/components/incidents/incident-pills'
import { IncidentTimeline } from '~/components/incidents/incident-timeline'
import { UpdateList } from '~/components/incidents/update-list'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { PageHeader } from '~/components/ui/display/page-header'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextLink } from '~/components/ui/links/text-link'
import { getOwnIncident } from '~/lib/incidents'
import { textInLocale } from '~/lib/incidents/client'
import { incidentIdInput } from '~/lib/incidents/schema'
import { DomainError } from '~/lib/kernel/errors'
import type { Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('incidents')
  return { title: t('one') }
}

export default defineOrganisationPage(async ({ ctx, params }) => {
  const t = await getTranslations('incidents')
  const locale = (await getLocale()) as Locale
  const { organisationId } = ctx.membership
  const parsed = incidentIdInput.safeParse({ id: params.incident })
  if (!parsed.success) throw new DomainError('not_found')
  const incident = await getOwnIncident(ctx, parsed.data)
  const isExplained = incident.rootCauseFr !== null || incident.postMortemFr !== null
  const hrefOf = (kind: string, id: string) =>
    kind === 'volume' ? routes.org.volume(organisationId, id) : routes.org.instance(organisationId, id)
  return (
    <>
      <RefreshOn topics={['incidents']} />
      <PageHeader
        back={{ href: routes.org.incidents(organisationId), label: t('own.title') }}
        title={textInLocale(incident, 'title', locale)}
        reference={t('number', { number: incident.number })}
        state={
          <>
            <IncidentStatePill state={incident.state} repairedAt={incident.repairedAt} />{' '}
            <SeverityPill severity={incident.severity} />
          </>
        }
        {...(incident.state === 'proposed' && { lead: t('own.proposedLead') })}
      />
      <div className="grid gap-4">
        <Card title={t('timeline.title')}>
          <IncidentTimeline
            incident={incident}
            updates={incident.updates}
            touched={incident.touched}
            now={ctx.now}
          />
        </Card>
        <Card title={t('updates')}>
          <UpdateList updates={incident.updates} />
        </Card>
        <Card title={t('own.resources')} padded={false}>
          <DataTable
            caption={t('own.resources')}
            rows={incident.touched}
            rowKey={({ id }) => id}
            columns={[
              {
                id: 'name',
                header: t('column.resource'),
                cell: ({ id, kind, name }) => <TextLink href={hrefOf(kind, id)}>{name}</TextLink>,
                csv: ({ name }) => name,
              },
              {
                id: 'kind',
                header: t('column.kind'),
                cell: ({ kind }) => t(`kind.${kind}`),
                isEnd: true,
              },
              {
                id: 'from',
                header: t('column.from'),
                cell: ({ fromAt }) => <Timestamp at={new Date(fromAt)} look="short" />,
              },
              {
                id: 'to',
                header: t('column.to'),
                cell: ({ toAt }) => (toAt ? <Timestamp at={new Date(toAt)} look="short" /> : t('stillDown')),
              },
            ]}
          />
        </Card>
        {incident.exclusions.length > 0 && (
          <Card title={t('exclusion.title')} note={t('exclusion.lead')}>
            <ul className="grid gap-3">
              {incident.exclusions.map((exclusion) => (
                <li key={exclusion.id} className="grid gap-1">
                  <p className="text-sm text-ink-2">
                    {t.rich('exclusion.span', {
                      from: () => <Timestamp at={new Date(exclusion.fromAt)} look="short" />,
                      to: () => <Timestamp at={new Date(exclusion.toAt)} look="short" />,
                    })}
                    {exclusion.revokedAt && (
                      <>
                        {' '}
                        {t('exclusion.revoked')} <Timestamp at={new Date(exclusion.revokedAt)} look="short" />
                      </>
                    )}
                  </p>
                  <p className="wrap-anywhere">{exclusion.reason}</p>
                </li>
              ))}
            </ul>
          </Card>
        )}
        {isExplained && (
          <Card title={t('explanation')}>
            <div className="grid gap-4">
              <Explanation of={incident} />
            </div>
          </Card>
        )}
      </div>
    </>
  )
})
