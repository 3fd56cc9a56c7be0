import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { defineOrganisationPage } from '~/app/_server/define-page'
import { ClientMessages } from '~/components/layout/client-messages'
import { ChangeText } from '~/components/ordering/change-text'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { Money } from '~/components/ui/display/money'
import { PageHeader } from '~/components/ui/display/page-header'
import { StatePill } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { readApprovals } from '~/lib/ordering'
import { routes } from '~/lib/routes'
import { DelegationsCard } from './_components/delegations-card'
import { RulesCard } from './_components/rules-card'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('buying.approvals'))('title') }
}

export default defineOrganisationPage(async ({ ctx }) => {
  const t = await getTranslations('buying.approvals')
  const o = await getTranslations('ordering')
  const { organisationId } = ctx.membership
  const { waiting, rules, delegations, members, projects, mayRule, mayDelegate } = await readApprovals(ctx)
  return (
    <ClientMessages namespaces={['buying']}>
      <PageHeader title={t('title')} lead={t('lead')} />
      <div className="grid gap-4">
        <Card title={t('waiting')} padded={false}>
          <DataTable
            caption={t('caption')}
            rows={waiting}
            rowKey={(row) => row.orderId}
            rowHref={(row) => routes.org.orderDetail(organisationId, row.orderId)}
            columns={[
              {
                id: 'number',
                header: t('number'),
                csv: ({ number, change }) =>
                  change
                    ? `${number} · ${o(`change.kind.${change.kind}`, { name: change.resource.name, label: change.label })}`
                    : number,
                cell: (row) => (
                  <>
                    <span className="font-mono text-sm whitespace-nowrap">{row.number}</span>
                    {row.change && (
                      <span className="block text-sm text-ink-2 whitespace-normal">
                        <ChangeText change={row.change} />
                      </span>
                    )}
                  </>
                ),
              },
              {
                id: 'yours',
                header: t('whose'),
                cell: (row) => row.mayDecide && <StatePill tone="warn">{t('yours')}</StatePill>,
              },
              {
                id: 'reason',
                header: t('reason'),
                cell: (row) =>
                  row.reasons.map((reason) => (
                    <span key={reason} className="stack-line block">
                      {t(`reasons.${reason}`, {
                        given: row.approvalsGiven,
                        needed: row.approvalsNeeded,
                        what: row.obstacle ? o(`obstacle.${row.obstacle}`) : '',
                      })}
                    </span>
                  )),
              },
              { id: 'project', header: t('project'), cell: (row) => row.project },
              {
                id: 'placedBy',
                header: t('placedBy'),
                cell: (row) => row.placedBy ?? '–',
                className: 'whitespace-nowrap',
              },
              {
                id: 'since',
                header: t('since'),
                cell: (row) => <Timestamp at={new Date(row.heldAt)} look="short" />,
              },
              {
                id: 'until',
                header: t('until'),
                cell: (row) => <Timestamp at={new Date(row.expiresAt)} look="short" />,
              },
              {
                id: 'perMonth',
                header: t('perMonth'),
                numeric: true,
                isEnd: true,
                cell: (row) => <Money cents={BigInt(row.monthlyCents)} bare />,
              },
            ]}
            empty={<EmptyState title={t('emptyTitle')}>{t('empty')}</EmptyState>}
          />
        </Card>
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <RulesCard
            organisationId={organisationId}
            rules={rules}
            projects={projects.map(({ id, name }) => ({ id, name }))}
            refusal={mayRule ? undefined : t('mayNotRule')}
          />
          <DelegationsCard
            organisationId={organisationId}
            delegations={delegations}
            members={members}
            today={parisDay(ctx.now)}
            mayDelegate={mayDelegate}
          />
        </div>
      </div>
    </ClientMessages>
  )
})
