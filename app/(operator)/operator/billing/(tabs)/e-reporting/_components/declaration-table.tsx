import { getLocale, getTranslations } from 'next-intl/server'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { Money } from '~/components/ui/display/money'
import { Badge, StatePill, type Tone } from '~/components/ui/display/state-pill'
import { FileLink } from '~/components/ui/links/file-link'
import type { DeclarationView } from '~/lib/billing/client'
import { formatDate, type Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'
import { DeclarationActions } from './declaration-actions'

const tones: Readonly<Record<DeclarationView['state'], Tone>> = {
  open: 'off',
  coming: 'off',
  waiting: 'info',
  deposited: 'info',
  accepted: 'info',
  filed: 'ok',
  rejected: 'bad',
  failed: 'bad',
}

/** Declarations by period, those that need attention first. */
export async function DeclarationTable({
  declarations,
  refusal,
}: {
  declarations: readonly DeclarationView[]
  refusal: string | undefined
}) {
  const t = await getTranslations('ereporting')
  const locale = (await getLocale()) as Locale
  const day = (text: string) => formatDate(new Date(`${text}T12:00:00Z`), locale)
  const periodOf = ({ from, to }: DeclarationView) => t('period', { from: day(from), to: day(to) })
  return (
    <Card title={t('list')} note={t('listNote')} padded={false}>
      <DataTable
        caption={t('list')}
        rows={declarations}
        rowKey={(row) => row.id ?? `${row.kind} ${row.from}`}
        columns={[
          {
            id: 'period',
            header: t('periodColumn'),
            cell: (row) => (
              <>
                {periodOf(row)}
                <span className="block text-sm text-ink-3">{t(`kind.${row.kind}`)}</span>
              </>
            ),
          },
          { id: 'due', header: t('due'), cell: (row) => day(row.dueOn) },
          {
            id: 'state',
            header: t('stateColumn'),
            cell: (row) => (
              <span className="flex flex-wrap items-center gap-1.5">
                <StatePill tone={tones[row.state]}>{t(`state.${row.state}`)}</StatePill>
                {row.type === 'RE' && <Badge>{t('replacing')}</Badge>}
                {row.isUrgent && <Badge>{t('todo')}</Badge>}
                {row.failureText && <span className="text-sm text-ink-2">{row.failureText}</span>}
              </span>
            ),
          },
          { id: 'items', header: t('items'), numeric: true, cell: (row) => row.items },
          {
            id: 'amount',
            header: t('amount'),
            numeric: true,
            cell: (row) =>
              row.kind === 'payments' ? (
                <Money cents={BigInt(row.paidCents)} bare />
              ) : (
                <Money cents={BigInt(row.netCents) + BigInt(row.vatCents)} bare />
              ),
          },
          {
            id: 'actions',
            header: <span className="sr-only">{t('actions')}</span>,
            cell: (row) => (
              <span className="flex flex-wrap justify-end gap-1.5">
                {row.id && (
                  <FileLink href={routes.operator.declarationFile(row.id)} size="sm" variant="quiet">
                    <span aria-hidden>{t('xml')}</span>
                    <span className="sr-only">{t('fileOf', { number: row.number ?? '' })}</span>
                  </FileLink>
                )}
                {row.action && (
                  <DeclarationActions
                    id={row.id}
                    kind={row.kind}
                    from={row.from}
                    action={row.action}
                    period={periodOf(row)}
                    refusal={refusal}
                  />
                )}
              </span>
            ),
          },
        ]}
        empty={<EmptyState title={t('empty')}>{t('emptyText')}</EmptyState>}
      />
    </Card>
  )
}
