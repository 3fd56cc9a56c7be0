'use server'
import { defineAction } from '~/app/_server/define-action'
import {
  changeExportSchedule,
  createExportSchedules,
  endExportSchedule,
  pauseExportSchedule,
  requestExport,
  setPurchaseAccounts,
} from '~/lib/billing'
import {
  changeExportScheduleInput,
  createExportSchedulesInput,
  endExportScheduleInput,
  exportInput,
  pauseExportScheduleInput,
  purchaseAccountsInput,
} from '~/lib/billing/schema'

const organisation = { surface: 'portal', scope: 'organisation' } as const

export const askExportAction = defineAction({ ...organisation, schema: exportInput }, requestExport)

export const setPurchaseAccountsAction = defineAction(
  { ...organisation, schema: purchaseAccountsInput, refresh: true },
  setPurchaseAccounts,
)

export const createExportScheduleAction = defineAction(
  { ...organisation, schema: createExportSchedulesInput, refresh: true },
  async (ctx, input) => {
    await createExportSchedules(ctx, input)
  },
)

export const changeExportScheduleAction = defineAction(
  { ...organisation, schema: changeExportScheduleInput, refresh: true },
  changeExportSchedule,
)

export const pauseExportScheduleAction = defineAction(
  { ...organisation, schema: pauseExportScheduleInput, refresh: true },
  pauseExportSchedule,
)

export const endExportScheduleAction = defineAction(
  { ...organisation, schema: endExportScheduleInput, refresh: true },
  endExportSchedule,
)
