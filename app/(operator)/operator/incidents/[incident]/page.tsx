import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { RefreshWhile } from '~/app/_client/refresh-while'
import { defineSignedInPage } from '~/app/_server/define-page'
import { IncidentStatePill, SeverityPill } from '~/components/incidents/incident-pills'
import { IncidentTimeline } from '~/components/incidents/incident-timeline'
import { UpdateList } from '~/components/incidents/update-list'
import { ClientMessages } from '~/components/layout/client-messages'
import { Card } from '~/components/ui/display/card'
import { DescriptionList } from '~/components/ui/display/description-list'
import { PageHeader } from '~/components/ui/display/page-header'
import { mayStaff } from '~/lib/identity'
import { getIncident, parisMinuteOf } from '~/lib/incidents'
import { incidentCan, isLiveIncident, textInLocale } from '~/lib/incidents/client'
import { incidentIdInput } from '~/lib/incidents/schema'
import { DomainError } from '~/lib/kernel/errors'
import { formatDuration, type Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'
import { ExclusionsCard } from './_components/exclusions-card'
import { ExplainForm } from './_components/explain-form'
import { ProposalButtons } from './_components/proposal-buttons'
import { TouchedTable } from './_components/touched-table'
import { UpdateForm } from './_components/update-form'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('incidents')
  return { title: t('one') }
}

export default defineSignedInPage('operator', async ({ ctx, params }) => {
  const t = await getTranslations('incidents')
  const locale = (await getLocale()) as Locale
  const parsed = incidentIdInput.safeParse({ id: params.incident })
  if (!parsed.success) throw new DomainError('not_found')
  const incident = await getIncident(ctx, parsed.data)
  const { state, touched } = incident
  const mayAct = mayStaff(ctx, 'incident:act')
  const isProposed = state === 'proposed'
  const end = incident.repairedAt ?? ctx.now.toISOString()
  return (
    <ClientMessages namespaces={['incidents']}>
      <RefreshWhile topics={['incidents']} isMoving={isLiveIncident(state)} />
      <PageHeader
        back={{ href: routes.operator.incidents(), label: t('title') }}
        title={textInLocale(incident, 'title', locale)}
        reference={t('number', { number: incident.number })}
        state={
          <>
            <IncidentStatePill state={state} repairedAt={incident.repairedAt} />{' '}
            <SeverityPill severity={incident.severity} />
          </>
        }
        {...(isProposed && { lead: t('proposedLead') })}
        {...(isProposed &&
          mayAct && {
            actions: <ProposalButtons incident={incident} />,
          })}
      />
      <div className="grid gap-4 lg:grid-cols-[1fr_22rem] lg:items-start">
        <div className="grid min-w-0 gap-4">
          <Card title={t('timeline.title')}>
            <IncidentTimeline
              incident={incident}
              updates={incident.updates}
              touched={touched}
              now={ctx.now}
            />
          </Card>
          <Card title={t('updates')}>
            <UpdateList updates={incident.updates} />
          </Card>
          {mayAct && isLiveIncident(state) && !isProposed && (
            <Card title={t('say')} note={t('sayNote')}>
              <UpdateForm incident={incident} />
            </Card>
          )}
          <Card title={t('touched')} note={t('touchedNote', { count: touched.length })} padded={false}>
            <TouchedTable touched={touched} />
          </Card>
          {incidentCan.beExplained(state) && (
            <Card title={t('explanation')} note={t('explanationNote')}>
              <ExplainForm incident={incident} mayChange={mayAct} />
            </Card>
          )}
        </div>
        <div className="grid min-w-0 gap-4">
          <Card title={t('facts')} padded={false}>
            <DescriptionList
              items={[
                { term: t('column.domain'), value: `${t(`domain.${incident.domain}`)} ${incident.place}` },
                { term: t('column.zone'), value: incident.zone ?? '–' },
                { term: t('timeToDetect'), value: formatDuration(incident.detectSeconds, locale) },
                {
                  term: t('timeToRepair'),
                  value:
                    incident.repairSeconds === null ? '–' : formatDuration(incident.repairSeconds, locale),
                },
              ]}
            />
          </Card>
          {incidentCan.beExplained(state) && (
            <ExclusionsCard
              incidentId={incident.id}
              exclusions={incident.exclusions}
              span={{ from: parisMinuteOf(new Date(incident.startedAt)), to: parisMinuteOf(new Date(end)) }}
              mayDecide={mayStaff(ctx, 'incident:exclude')}
            />
          )}
        </div>
      </div>
    </ClientMessages>
  )
})
