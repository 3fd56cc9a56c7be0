import { defineUploadRoute } from '~/app/_server/define-upload-route'
import { importStatusReport } from '~/lib/billing'
import { importBankFileInput } from '~/lib/billing/schema'

export const POST = defineUploadRoute(
  { surface: 'operator', scope: 'staff', schema: importBankFileInput },
  importStatusReport,
)
