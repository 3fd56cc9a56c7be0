import type { Tx } from '~/db/client'
import { everyLine, usageLines } from './queries/columns'
import { countDocuments, countLines, countTaxes } from './queries/document-rows'
import { countPayments } from './queries/payment-rows'
import { countUsageRecords } from './queries/usage-records'
import type { TableKind, TableScope } from './read-rows'
import { usageScope } from './read-usage-records'

/** How many rows `readRows` has in all. */
export async function countRows(tx: Tx, kind: TableKind, scope: TableScope): Promise<number> {
  switch (kind) {
    case 'documents':
      return countDocuments(tx, scope)
    case 'lines':
      return countLines(tx, scope, everyLine)
    case 'usage':
      return countLines(tx, scope, usageLines)
    case 'focus':
      return (await countLines(tx, scope, everyLine)) + (await countTaxes(tx, scope))
    case 'payments':
      return countPayments(tx, scope)
    case 'usage_records':
      return countUsageRecords(tx, usageScope(scope, scope.now))
  }
}
