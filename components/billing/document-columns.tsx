import type { useTranslations } from 'next-intl'
import { StandingPill } from '~/components/billing/standing-pill'
import type { Column } from '~/components/table/column'
import { Money } from '~/components/ui/display/money'
import { Timestamp } from '~/components/ui/display/timestamp'
import type { DocumentSummary } from '~/lib/billing/client'
import { startOfParisDay } from '~/lib/kernel/time/paris-day'

type Name = 'number' | 'kind' | 'issuedOn' | 'dueOn' | 'standing' | 'net' | 'gross'

/** A phone shows only number, payment state and amount due. */
const onWide = 'max-md:hidden'

/** The columns for lists of invoices and credit notes; `t` is of the `billing` namespace. */
export function documentColumns(
  t: ReturnType<typeof useTranslations<'billing'>>,
): Record<Name, Column<DocumentSummary>> {
  const money = (id: 'net' | 'gross', cents: (row: DocumentSummary) => string) => ({
    id,
    header: t(id),
    numeric: true,
    cell: (row: DocumentSummary) => <Money cents={BigInt(cents(row))} bare />,
  })
  const day = (id: 'issuedOn' | 'dueOn') => ({
    id,
    header: t(id),
    cell: (row: DocumentSummary) => <Timestamp at={startOfParisDay(row[id])} look="date" />,
  })
  return {
    number: {
      id: 'number',
      header: t('number'),
      cell: (row) => (
        <>
          <span className="font-mono text-sm whitespace-nowrap">{row.number}</span>
          {row.kind === 'credit_note' && (
            <span className="block text-sm font-normal text-ink-2">{t('kinds.credit_note')}</span>
          )}
        </>
      ),
      csv: (row) => row.number,
    },
    kind: { id: 'kind', header: t('kind'), cell: (row) => t(`kinds.${row.kind}`), className: onWide },
    issuedOn: { ...day('issuedOn'), className: onWide },
    dueOn: { ...day('dueOn'), className: onWide },
    standing: {
      id: 'standing',
      header: t('standingHead'),
      cell: (row) => <StandingPill standing={row.standing} />,
    },
    net: { ...money('net', (row) => row.netCents), className: onWide },
    gross: money('gross', (row) => row.grossCents),
  }
}
