import { z } from 'zod'
import { idField } from '~/lib/kernel/id-field'
import { exportFormats, exportKinds } from './kinds'

/** A month or a year. */
const period = z.string().regex(/^20\d\d(-(0[1-9]|1[0-2]))?$/)

/** The kind, format and month of an export; for the seller's FEC a month or a year. */
export const exportInput = z.strictObject({
  kind: z.enum(exportKinds),
  format: z.enum(exportFormats),
  period,
})

export const preparedExportParams = z.strictObject({ exportId: z.string().max(40) })

/** As many documents fit in an address that every proxy accepts. */
export const archiveMax = 100

export const documentFileParams = z.strictObject({
  documentId: z.string().max(40),
  kind: z.enum(['pdf', 'cii']),
})

/** Ids of documents, separated by commas. */
export const archiveParams = z.strictObject({
  ids: z
    .string()
    .max(archiveMax * 31)
    .transform((text) => [...new Set(text.split(','))])
    .pipe(z.array(idField('invoice')).min(1).max(archiveMax)),
})

/** `DSI-12 = 611000`, one line per cost centre; `*` for all others. */
export const purchaseAccountsInput = z.strictObject({ accounts: z.string().max(8_000) })
