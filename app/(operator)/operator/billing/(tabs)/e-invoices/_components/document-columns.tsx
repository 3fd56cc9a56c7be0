import type { Column } from '~/components/table/column'
import { TextLink } from '~/components/ui/links/text-link'
import { routes } from '~/lib/routes'

type Row = {
  documentId: string
  documentNumber: string
  buyer: string
  failureText: string | null
}

/** The document and buyer columns, shared by both tables of platform messages. */
export const documentColumns = (heads: { document: string; buyer: string }): Column<Row>[] => [
  {
    id: 'document',
    header: heads.document,
    cell: (row) => (
      <TextLink href={routes.operator.billingDocument(row.documentId)} className="font-mono text-sm">
        {row.documentNumber}
      </TextLink>
    ),
  },
  { id: 'buyer', header: heads.buyer, cell: (row) => row.buyer },
]

/** Why a platform or the connection to it rejected the message. */
export const reasonColumn = (header: string): Column<Row> => ({
  id: 'reason',
  header,
  cell: (row) => <span className="text-sm text-ink-2">{row.failureText ?? ''}</span>,
})
