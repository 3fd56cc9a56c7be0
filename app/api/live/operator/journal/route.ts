import { z } from 'zod'
import { defineRoute, FileAnswer } from '~/app/_server/define-route'
import { eventWords } from '~/app/_server/event-words'
import { exportOperatorJournal } from '~/lib/identity'
import { journalExportInput } from '~/lib/identity/schema'

const schema = journalExportInput.extend({ organisationId: z.string().max(60).nullable().default(null) })

/** The journal of the installation or of one organisation, as a file. */
export const GET = defineRoute({ surface: 'operator', scope: 'staff', schema }, async (ctx, input) => {
  const { fileName, body } = exportOperatorJournal(ctx, input, await eventWords())
  return new FileAnswer(fileName, 'text/csv; charset=utf-8', body)
})
