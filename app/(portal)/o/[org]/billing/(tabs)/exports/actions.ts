'use server'
import { refresh } from 'next/cache'
import { defineAction } from '~/app/_server/define-action'
import { askExport, createExportSchedule, endExportSchedule, setPurchaseAccounts } from '~/lib/billing'
import {
  createExportScheduleInput,
  endExportScheduleInput,
  exportInput,
  purchaseAccountsInput,
} from '~/lib/billing/schema'

const organisation = { surface: 'portal', scope: 'organisation' } as const

export const askExportAction = defineAction({ ...organisation, schema: exportInput }, askExport)

export const setPurchaseAccountsAction = defineAction(
  { ...organisation, schema: purchaseAccountsInput },
  async (ctx, input) => {
    await setPurchaseAccounts(ctx, input)
    refresh()
  },
)

export const createExportScheduleAction = defineAction(
  { ...organisation, schema: createExportScheduleInput },
  async (ctx, input) => {
    await createExportSchedule(ctx, input)
    refresh()
  },
)

export const endExportScheduleAction = defineAction(
  { ...organisation, schema: endExportScheduleInput },
  async (ctx, input) => {
    await endExportSchedule(ctx, input)
    refresh()
  },
)
