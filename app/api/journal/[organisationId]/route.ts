import { defineRoute, FileAnswer } from '~/app/_server/define-route'
import { eventWords } from '~/app/_server/event-words'
import { exportJournal } from '~/lib/identity'
import { journalExportInput } from '~/lib/identity/schema'

/** The journal of an organisation as a file, complete or filtered. */
export const GET = defineRoute(
  { surface: 'portal', scope: 'organisation', schema: journalExportInput },
  async (ctx, input) => {
    const { fileName, body } = exportJournal(ctx, input, await eventWords())
    return new FileAnswer(fileName, 'text/csv; charset=utf-8', body)
  },
)
