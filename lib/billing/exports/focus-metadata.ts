import { decimal } from '../einvoice/decimals'
import type { ExportScope } from './queries/document-rows'
import { listControlTotals } from './queries/document-rows'
import type { Read } from './read'
import { columnNames, documentPages } from './read-rows'

/**
 * Metadata that accompanies a FOCUS file: its version, its columns, and per invoice the totals of its rows, with and
 * without VAT.
 */
export async function focusMetadata(read: Read, scope: ExportScope, fileName: string): Promise<string> {
  const controls = []
  for await (const page of documentPages(read, scope)) {
    const totals = await read((tx) =>
      listControlTotals(
        tx,
        page.map(({ id }) => id),
      ),
    )
    for (const { number, netCents, vatCents, grossCents } of totals)
      controls.push({
        InvoiceId: number,
        BilledCostWithoutTax: euro(netCents),
        Tax: euro(vatCents),
        BilledCost: euro(grossCents),
      })
  }
  return `${JSON.stringify(
    {
      DataGenerator: 'Andromède',
      FocusVersion: '1.3',
      IssuedIn: scope.period,
      DataFile: fileName,
      ColumnDefinition: columnNames('focus').map((ColumnName) => ({ ColumnName })),
      ControlTotals: controls,
    },
    null,
    2,
  )}\n`
}

const euro = (cents: string) => decimal(BigInt(cents), 2)
