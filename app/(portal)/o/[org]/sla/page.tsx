import type { Metadata } from 'next'
import { getLocale, getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { Availability, BudgetLeft } from '~/components/sla/availability'
import { DayCells, DayLegend, DayScale } from '~/components/sla/day-cells'
import { LevelStatePill } from '~/components/sla/level-state'
import { MonthCredit } from '~/components/sla/month-credit'
import { TouchedTable } from '~/components/sla/touched-table'
import { DataTable } from '~/components/table/data-table'
import { FilterBar } from '~/components/table/filter-bar'
import { Pagination } from '~/components/table/pagination'
import { readTableState } from '~/components/table/table-state'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { PageHeader } from '~/components/ui/display/page-header'
import { FileLink } from '~/components/ui/links/file-link'
import { LinkButton } from '~/components/ui/links/link-button'
import { MonthChoice } from '~/components/ui/links/month-choice'
import { TextLink } from '~/components/ui/links/text-link'
import { may } from '~/lib/identity'
import { formatAmount, formatMonth, type Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'
import { levelsPerPage, readAlertMails, readServiceLevels } from '~/lib/sla'
import { formatExact, formatPpm } from '~/lib/sla/client'
import { serviceLevelsInput } from '~/lib/sla/schema'
import { AlertMails } from './_components/alert-mails'
import { GroupTables } from './_components/group-tables'
import { LevelStats } from './_components/level-stats'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('serviceLevels'))('title') }
}

/** One month of all resources against their objectives; every figure links to its evidence. */
export default defineOrganisationPage(async ({ ctx, searchParams }) => {
  const t = await getTranslations('serviceLevels')
  const locale = (await getLocale()) as Locale
  const { organisationId } = ctx.membership
  const pathname = routes.org.serviceLevels(organisationId)
  const state = readTableState(searchParams, { pathname, sortable: [], defaultSort: 'state' })
  const { month: asked, project, zone, state: standing } = state.query
  const view = await readServiceLevels(
    ctx,
    serviceLevelsInput.parse({ month: asked, project, zone, state: standing, page: state.page }),
  )
  const { period } = view.month
  const wantsMails = may(ctx, 'sla:alert') ? await readAlertMails(ctx) : null
  const evidence = (id: string) => routes.org.serviceLevelEvidence(organisationId, id, period)
  const kept = Object.fromEntries(
    Object.entries(state.query).filter(([key]) => key !== 'month' && key !== 'page'),
  )
  return (
    <>
      <PageHeader
        title={t('title')}
        lead={t('lead')}
        actions={
          <>
            <LinkButton href={routes.serviceLevels()} variant="quiet">
              {t('promise')}
            </LinkButton>
            <FileLink href={routes.org.serviceLevelFile(organisationId, period, 'pdf')}>
              {t('report')}
            </FileLink>
            <FileLink href={routes.org.serviceLevelFile(organisationId, period, 'csv')}>
              {t('evidenceFile')}
            </FileLink>
          </>
        }
      />
      <MonthChoice
        label={t('months')}
        months={view.periods.map((each, index) => ({
          key: each,
          label: index === 0 ? `${formatMonth(each, locale)}, ${t('running')}` : formatMonth(each, locale),
          href: routes.org.serviceLevels(organisationId, { ...kept, ...(index > 0 && { month: each }) }),
        }))}
        current={period}
      />
      <div className="grid gap-4">
        <LevelStats view={view} evidenceHref={evidence} />
        <Card title={t('days')} actions={<DayLegend />} padded={false}>
          <DataTable
            caption={t('daysCaption', { month: new Date(`${period}-15T12:00:00Z`) })}
            state={state}
            isWhole
            rows={view.rows}
            rowKey={(row) => row.id}
            rowHref={(row) => evidence(row.id)}
            toolbar={
              <FilterBar
                state={state}
                filters={[
                  {
                    name: 'project',
                    label: t('project'),
                    options: view.projects.map(({ id, name }) => ({ value: id, label: name })),
                  },
                  {
                    name: 'zone',
                    label: t('zone'),
                    options: view.zones.map(({ code, name }) => ({ value: code, label: name })),
                  },
                  {
                    name: 'state',
                    label: t('stateFilter'),
                    options: (['breached', 'at_risk', 'kept', 'unknown'] as const).map((value) => ({
                      value,
                      label: t(`state.${value}`),
                    })),
                  },
                ]}
              />
            }
            columns={[
              {
                id: 'name',
                header: t('resource'),
                cell: (row) => row.name,
                detail: (row) => (
                  <span className="whitespace-nowrap">{`${row.project.name} · ${row.zone.code}`}</span>
                ),
                className: 'md:min-w-40',
              },
              {
                id: 'place',
                header: t('place'),
                cell: (row) => `${row.project.name}, ${row.zone.code}`,
                isExportOnly: true,
              },
              {
                id: 'days',
                header: (
                  <>
                    <span className="sr-only">{t('days')}</span>
                    <DayScale days={view.rows[0]?.days ?? []} />
                  </>
                ),
                cell: (row) => <DayCells name={row.name} days={row.days} />,
                csv: () => '',
                // On a phone the figures come first; the resource's page has the days.
                className: 'w-full max-md:hidden',
              },
              {
                id: 'measured',
                header: t('measured'),
                numeric: true,
                isEnd: true,
                cell: (row) => (
                  <span className="whitespace-nowrap">
                    <TextLink href={evidence(row.id)}>
                      <Availability
                        ppm={row.availabilityPpm}
                        objectivePpm={row.objectivePpm}
                        isMissed={row.state === 'breached'}
                      />
                    </TextLink>
                    {row.objectivePpm !== null && (
                      <span data-control="" className="block text-sm text-ink-3">
                        {t('ofObjective', { objective: formatPpm(row.objectivePpm, locale) })}
                      </span>
                    )}
                  </span>
                ),
              },
              {
                id: 'objective',
                header: t('objective'),
                numeric: true,
                cell: (row) => (row.objectivePpm === null ? '–' : formatPpm(row.objectivePpm, locale)),
                isExportOnly: true,
              },
              {
                id: 'state',
                header: t('standing'),
                cell: (row) => (
                  <>
                    <LevelStatePill state={row.state} />
                    {row.budget && (
                      <div data-control="" className="mt-1.5 text-sm text-ink-2">
                        <BudgetLeft budget={row.budget} isShort />
                      </div>
                    )}
                  </>
                ),
              },
              {
                id: 'left',
                header: t('left'),
                cell: (row) => <BudgetLeft budget={row.budget} />,
                isExportOnly: true,
              },
              {
                id: 'unknown',
                header: t('unknownHead'),
                cell: (row) => formatExact(row.unknownMs, locale),
                isExportOnly: true,
              },
              {
                id: 'credit',
                header: t('creditHead'),
                numeric: true,
                // A month without credits has none to show.
                isExportOnly: view.rows.every(({ credit }) => !credit),
                cell: (row) =>
                  row.credit ? (
                    <MonthCredit isBrief credit={row.credit} objectivePpm={row.objectivePpm} />
                  ) : (
                    '–'
                  ),
                // An estimate is not an amount to book.
                csv: (row) =>
                  row.credit && !row.credit.isEstimate ? formatAmount(BigInt(row.credit.cents), locale) : '',
                hideable: true,
              },
            ]}
            empty={
              view.total.resources === 0 && !project && !zone ? (
                <EmptyState
                  icon="shield"
                  title={t('empty.title')}
                  action={
                    <LinkButton href={routes.org.order(organisationId)} variant="primary">
                      {t('empty.order')}
                    </LinkButton>
                  }
                >
                  {t('empty.text')}
                </EmptyState>
              ) : (
                <EmptyState icon="filter" title={t('noMatch.title')}>
                  {t('noMatch.text')}
                </EmptyState>
              )
            }
            footer={<Pagination state={state} total={view.count} pageSize={levelsPerPage} />}
          />
        </Card>
        {wantsMails !== null && (
          <Card
            title={t('alerts.title')}
            actions={
              <AlertMails
                organisationId={organisationId}
                isWanted={wantsMails}
                label={t(wantsMails ? 'alerts.turnOff' : 'alerts.turnOn')}
                done={t(wantsMails ? 'alerts.off' : 'alerts.on')}
              />
            }
          >
            <p className="text-ink-2">{t(wantsMails ? 'alerts.isOn' : 'alerts.isOff')}</p>
          </Card>
        )}
        <GroupTables view={view} organisationId={organisationId} query={state.query} />
        <Card title={t('incidents')} padded={false}>
          <TouchedTable
            incidents={view.incidents}
            hrefOf={(incident) => routes.org.incident(organisationId, incident.id)}
          />
        </Card>
      </div>
    </>
  )
})
