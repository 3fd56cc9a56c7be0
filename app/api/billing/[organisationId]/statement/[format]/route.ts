import { z } from 'zod'
import { defineRoute, FileAnswer } from '~/app/_server/define-route'
import { accountStatementCsv, accountStatementPdf } from '~/lib/billing'

/** The statement of account of an organisation, to print or to open in a spreadsheet. */
export const GET = defineRoute(
  {
    surface: 'portal',
    scope: 'organisation',
    schema: z.strictObject({ format: z.enum(['csv', 'pdf']) }),
  },
  async (ctx, { format }) => {
    if (format === 'csv') {
      const { name, text } = await accountStatementCsv(ctx)
      return new FileAnswer(name, 'text/csv; charset=utf-8', text)
    }
    const { name, bytes } = await accountStatementPdf(ctx)
    return new FileAnswer(name, 'application/pdf', bytes)
  },
)
