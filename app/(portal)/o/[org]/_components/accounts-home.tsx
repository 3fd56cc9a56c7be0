import { useTranslations } from 'next-intl'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { Money } from '~/components/ui/display/money'
import { Stat } from '~/components/ui/display/stat'
import { Timestamp } from '~/components/ui/display/timestamp'
import { LinkButton } from '~/components/ui/links/link-button'
import type { CostWatchView, DocumentSummary, ExportOfferView } from '~/lib/billing/client'
import type { OrderSummary } from '~/lib/ordering/client'
import type { ProjectSummary } from '~/lib/resources/client'
import { routes } from '~/lib/routes'
import type { AssessedMonthView } from '~/lib/sla/client'
import { ToExportCard, ToPayCard, ToUnderstandCard } from './accounts-cards'

type Props = {
  organisationId: string
  projects: readonly ProjectSummary[]
  orders: readonly OrderSummary[]
  /** The latest, latest first. */
  documents: readonly DocumentSummary[]
  /** Every invoice with an open amount. */
  unpaid: readonly DocumentSummary[]
  offer: ExportOfferView
  /** The last month, if it has usage without an invoice. */
  notInvoiced: string | null
  credits: AssessedMonthView | null
  watch: CostWatchView
}

const total = (cents: readonly string[]) => cents.reduce((sum, each) => sum + BigInt(each), 0n)

/** The overview for accountants: what to pay, export and understand, then cost by project, and order references. */
export function AccountsHome({
  organisationId,
  projects,
  orders,
  documents,
  unpaid,
  offer,
  notInvoiced,
  credits,
  watch,
}: Props) {
  const t = useTranslations('home.accounts')
  const m = useTranslations('money')
  const late = unpaid.filter((document) => document.standing === 'late')
  return (
    <div className="grid gap-4">
      <div className="grid grid-cols-2 gap-2.5 sm:gap-4 lg:grid-cols-4">
        <Stat
          label={t('due')}
          value={<Money cents={total(unpaid.map((document) => document.openCents))} />}
          note={t('dueNote')}
        />
        <Stat
          label={t('late')}
          value={<Money cents={total(late.map((document) => document.openCents))} />}
          note={t('lateNote', { count: late.length })}
          {...(late.length > 0 && { tone: 'bad' as const })}
        />
        <Stat
          label={m('toDate')}
          value={<Money cents={total(projects.map((project) => project.monthToDateCents))} />}
          note={m('toDateNote')}
        />
        <Stat
          label={m('committed')}
          value={<Money cents={total(projects.map((project) => project.committedCents))} />}
          note={m('committedNote')}
        />
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-3">
        <ToPayCard
          organisationId={organisationId}
          documents={unpaid}
          isPublicBody={offer.lacksFec === 'public_body'}
        />
        <ToExportCard
          organisationId={organisationId}
          documents={documents}
          offer={offer}
          notInvoiced={notInvoiced}
        />
        <ToUnderstandCard
          organisationId={organisationId}
          documents={documents}
          credits={credits}
          watch={watch}
        />
      </div>
      <Card title={t('byProject')} padded={false}>
        <DataTable
          caption={t('byProject')}
          rows={projects}
          rowKey={(project) => project.id}
          rowHref={(project) => routes.org.project(organisationId, project.id)}
          columns={[
            { id: 'name', header: t('project'), cell: (project) => project.name },
            {
              id: 'costCentre',
              header: t('costCentre'),
              cell: (project) => <span className="font-mono text-sm">{project.costCentre ?? '–'}</span>,
              className: 'max-sm:hidden',
            },
            {
              id: 'committed',
              header: m('committedHead'),
              numeric: true,
              cell: (project) => <Money cents={BigInt(project.committedCents)} bare />,
            },
            {
              id: 'spent',
              header: m('toDateHead'),
              numeric: true,
              cell: (project) => <Money cents={BigInt(project.monthToDateCents)} bare />,
            },
          ]}
        />
      </Card>
      <Card
        title={t('orders')}
        padded={false}
        actions={
          <LinkButton size="sm" href={routes.org.orders(organisationId)}>
            {t('allOrders')}
          </LinkButton>
        }
      >
        <DataTable
          caption={t('orders')}
          rows={orders}
          rowKey={(order) => order.id}
          rowHref={(order) => routes.org.orderDetail(organisationId, order.id)}
          columns={[
            {
              id: 'number',
              header: t('number'),
              cell: (order) => <span className="font-mono text-sm">{order.number}</span>,
            },
            {
              id: 'project',
              header: t('project'),
              cell: (order) => order.project.name,
              className: 'max-sm:hidden',
            },
            {
              id: 'references',
              header: t('references'),
              cell: ({ references }) => (
                <span className="font-mono text-sm wrap-anywhere">
                  {Object.values(references).join(' · ') || '–'}
                </span>
              ),
              className: 'max-sm:hidden',
            },
            {
              id: 'placedAt',
              header: t('placedAt'),
              cell: (order) => <Timestamp at={new Date(order.createdAt)} look="date" />,
              className: 'max-sm:hidden',
            },
            {
              id: 'perMonth',
              header: t('perMonthHead'),
              numeric: true,
              cell: (order) => <Money cents={BigInt(order.monthlyCents)} bare />,
            },
          ]}
          empty={<p className="p-4.5 text-ink-2">{t('noOrders')}</p>}
        />
      </Card>
    </div>
  )
}
