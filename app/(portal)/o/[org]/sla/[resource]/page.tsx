import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import TimelineCard from '~/app/_client/timeline-card'
import { memberContext } from '~/app/_server/context'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { titleNaming } from '~/app/_server/page-title'
import { ClientMessages } from '~/components/layout/client-messages'
import { BudgetBurnDown } from '~/components/sla/budget-burn-down'
import { DayCells, DayLegend, DayScale } from '~/components/sla/day-cells'
import { LevelStatePill } from '~/components/sla/level-state'
import { TouchedTable } from '~/components/sla/touched-table'
import { ScrollRegion } from '~/components/table/scroll-region'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { PageHeader } from '~/components/ui/display/page-header'
import { FileLink } from '~/components/ui/links/file-link'
import { LinkButton } from '~/components/ui/links/link-button'
import { MonthChoice } from '~/components/ui/links/month-choice'
import { DomainError } from '~/lib/kernel/errors'
import { formatMonth, type Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'
import { readEvidence } from '~/lib/sla'
import { burnDown } from '~/lib/sla/client'
import { evidenceInput } from '~/lib/sla/schema'
import { ExclusionTable } from './_components/exclusion-table'
import { FormulaCard } from './_components/formula-card'
import { StretchTable } from './_components/stretch-table'
import { VantageTables } from './_components/vantage-tables'

type Props = { params: Promise<{ org: string; resource: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [t, { org, resource }] = [await getTranslations('serviceLevels'), await params]
  const title = await titleNaming(t('title'), async () =>
    t('evidence.title', { name: (await read(await memberContext(org), resource)).resource.name }),
  )
  return { title }
}

function read(
  ctx: Awaited<ReturnType<typeof memberContext>>,
  resourceId: string | undefined,
  month?: unknown,
) {
  const parsed = evidenceInput.safeParse({ resourceId, month })
  if (!parsed.success) throw new DomainError('not_found')
  return readEvidence(ctx, parsed.data)
}

/** The complete evidence of one month of one resource, to the millisecond. */
export default defineOrganisationPage(async ({ ctx, params, searchParams }) => {
  const t = await getTranslations('serviceLevels')
  const locale = (await getLocale()) as Locale
  const { organisationId } = ctx.membership
  const { resource, month, periods, evidence } = await read(ctx, params.resource, searchParams.month)
  const { period } = month
  const page = resource.kind === 'instance' ? routes.org.instance : routes.org.volume
  return (
    <ClientMessages namespaces={['timeline']}>
      <PageHeader
        back={{
          href: routes.org.serviceLevels(organisationId, month.isRunning ? {} : { month: period }),
          label: t('evidence.back'),
        }}
        title={t('evidence.title', { name: resource.name })}
        reference={resource.id}
        state={evidence && <LevelStatePill state={evidence.level.state} />}
        actions={
          <>
            <LinkButton href={page(organisationId, resource.id)}>{t('evidence.open')}</LinkButton>
            <FileLink href={routes.org.serviceLevelFile(organisationId, period, 'csv')}>
              {t('evidenceFile')}
            </FileLink>
          </>
        }
      />
      <MonthChoice
        label={t('months')}
        months={periods.map((each, index) => ({
          key: each,
          label: index === 0 ? `${formatMonth(each, locale)}, ${t('running')}` : formatMonth(each, locale),
          href: routes.org.serviceLevelEvidence(organisationId, resource.id, index === 0 ? undefined : each),
        }))}
        current={period}
      />
      {evidence === null ? (
        <EmptyState icon="clock" title={t('evidence.absent.title')}>
          {t('evidence.absent.text')}
        </EmptyState>
      ) : (
        <div className="grid gap-4">
          <Card title={t('days')} actions={<DayLegend />}>
            <ScrollRegion isWhole label={t('days')}>
              <DayScale days={evidence.level.days} />
              <DayCells name={resource.name} days={evidence.level.days} />
            </ScrollRegion>
            {evidence.level.budget && (
              <div className="mt-5 max-w-186">
                <BudgetBurnDown
                  points={burnDown(evidence.level.days, evidence.level.budget.allowedMs, {
                    from: Date.parse(month.from),
                    now: ctx.now.getTime(),
                  })}
                  allowedMs={evidence.level.budget.allowedMs}
                  from={Date.parse(month.from)}
                  to={Date.parse(month.to)}
                />
              </div>
            )}
          </Card>
          <TimelineCard
            key={period}
            organisationId={organisationId}
            resourceId={resource.id}
            initial={{ from: Date.parse(month.from), to: Date.parse(month.to) }}
          />
          <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
            <FormulaCard evidence={evidence} />
            <StretchTable evidence={evidence} />
          </div>
          <ExclusionTable exclusions={evidence.exclusions} />
          <VantageTables evidence={evidence} />
          <Card title={t('incidents')} padded={false}>
            <TouchedTable
              incidents={evidence.incidents}
              hrefOf={(incident) => routes.org.incident(organisationId, incident.id)}
            />
          </Card>
        </div>
      )}
    </ClientMessages>
  )
})
