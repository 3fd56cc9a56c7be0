'use server'
import { defineAction } from '~/app/_server/define-action'
import { requestOperatorExport } from '~/lib/billing'
import { exportInput } from '~/lib/billing/schema'

export const askOperatorExportAction = defineAction(
  { surface: 'operator', scope: 'staff', schema: exportInput },
  requestOperatorExport,
)
