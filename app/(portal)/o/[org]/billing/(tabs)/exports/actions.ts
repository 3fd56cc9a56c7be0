'use server'
import { defineAction } from '~/app/_server/define-action'
import { createExportSchedule, endExportSchedule, requestExport, setPurchaseAccounts } from '~/lib/billing'
import {
  createExportScheduleInput,
  endExportScheduleInput,
  exportInput,
  purchaseAccountsInput,
} from '~/lib/billing/schema'

const organisation = { surface: 'portal', scope: 'organisation' } as const

export const askExportAction = defineAction({ ...organisation, schema: exportInput }, requestExport)

export const setPurchaseAccountsAction = defineAction(
  { ...organisation, schema: purchaseAccountsInput, refresh: true },
  setPurchaseAccounts,
)

export const createExportScheduleAction = defineAction(
  { ...organisation, schema: createExportScheduleInput, refresh: true },
  async (ctx, input) => {
    await createExportSchedule(ctx, input)
  },
)

export const endExportScheduleAction = defineAction(
  { ...organisation, schema: endExportScheduleInput, refresh: true },
  endExportSchedule,
)
