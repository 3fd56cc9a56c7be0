import { defineRoute, FileAnswer } from '~/app/_server/define-route'
import { readDebitFile } from '~/lib/billing'
import { endDebitsInput } from '~/lib/billing/schema'

/** The file of a batch of direct debits, for the bank. */
export const GET = defineRoute(
  { surface: 'operator', scope: 'staff', schema: endDebitsInput },
  async (ctx, { batchId }) => {
    const { name, text } = await readDebitFile(ctx, batchId)
    return new FileAnswer(name, 'application/xml; charset=utf-8', text)
  },
)
