import { defineUploadRoute } from '~/app/_server/define-upload-route'
import { importStatementFile } from '~/lib/billing'
import { importBankFileInput } from '~/lib/billing/schema'

export const POST = defineUploadRoute(
  { surface: 'operator', scope: 'staff', schema: importBankFileInput },
  importStatementFile,
)
