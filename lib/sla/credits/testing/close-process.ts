import { closeDatabase, configureDatabase } from '~/db/client'
import { billOrganisation } from '~/lib/billing/runs/bill-organisation'
import type { Id } from '~/lib/kernel/ids'
import { systemContext } from '~/lib/kernel/system-context'
import { assessMonth } from '../assess-month'

/** Assesses and invoices a month of each organisation, then writes a line: a process that a test can kill midway. */
const [, , period = '', at = '', ...organisations] = process.argv
configureDatabase({ worker: process.env.DATABASE_URL ?? '' })
const ctx = systemContext('close', new Date(at))
console.log('begun')
for (const organisationId of organisations as Id<'organisation'>[]) {
  await assessMonth(ctx, { organisationId, period })
  await billOrganisation(ctx, { organisationId, period, mode: 'final' })
}
await closeDatabase()
console.log('done')
