import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { addDays } from '~/lib/kernel/time/calendar-day'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { listBatches, listDebits } from './queries/debits'
import { findCreditor } from './queries/mandates'
import { nextBusinessDay } from './sepa/business-days'
import type { DebitDesk, DebitView } from './views'

const shownMax = 500
const batchesShownMax = 60

/** Announced debits, debit files, and debits with the bank. */
export async function readDebitDesk(ctx: OpContext): Promise<DebitDesk> {
  authorizeStaff(ctx, 'billing:inspect')
  return withStaff(ctx, async (tx) => {
    const planned = await listDebits(tx, ['planned'], shownMax)
    const tomorrow = addDays(parisDay(ctx.now), 1)
    const last = planned.at(-1)?.debit.collectOn ?? tomorrow
    const creditor = await findCreditor(tx)
    return {
      creditor: creditor && { identifier: creditor.identifier, noticeDays: creditor.noticeDays },
      nextDay: nextBusinessDay([last, tomorrow].sort().at(-1) ?? tomorrow),
      planned: planned.map(viewOf),
      batches: (await listBatches(tx, batchesShownMax)).map(({ batch, preparedBy }) => ({
        id: batch.id,
        messageId: batch.messageId,
        collectOn: batch.collectOn,
        debits: batch.debits,
        totalCents: `${batch.totalCents}`,
        state: batch.state,
        preparedAt: batch.preparedAt.toISOString(),
        preparedBy,
      })),
      atBank: (await listDebits(tx, ['sent', 'returned', 'left_out'], shownMax)).map(viewOf),
    }
  })
}

const viewOf = ({
  debit,
  number,
  payer,
  ibanMasked,
}: Awaited<ReturnType<typeof listDebits>>[number]): DebitView => ({
  id: debit.id,
  number: number ?? '',
  payer,
  ibanMasked,
  cents: `${debit.cents}`,
  collectOn: debit.collectOn,
  state: debit.state,
  reason: debit.reason,
})
