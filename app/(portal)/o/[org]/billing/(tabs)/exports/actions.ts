'use server'
import { refresh } from 'next/cache'
import { defineAction } from '~/app/_server/define-action'
import { askExport, setPurchaseAccounts } from '~/lib/billing'
import { exportInput, purchaseAccountsInput } from '~/lib/billing/schema'

const organisation = { surface: 'portal', scope: 'organisation' } as const

export const askExportAction = defineAction({ ...organisation, schema: exportInput }, askExport)

export const setPurchaseAccountsAction = defineAction(
  { ...organisation, schema: purchaseAccountsInput },
  async (ctx, input) => {
    await setPurchaseAccounts(ctx, input)
    refresh()
  },
)
