import { closeDatabase, configureDatabase } from '~/db/client'
import { systemContext } from '~/lib/kernel/system-context'
import { afnorPlatform } from '../afnor-platform'
import { deliverDocuments } from '../deliver-documents'
import type { EInvoicePlatform } from '../platform'
import { reportPayments } from '../report-payments'

/**
 * Delivers due documents to a platform and reports payments, in a process of its own. `after_deposit` exits after the
 * platform has answered and before anything is written; a number exits that many milliseconds after the first request.
 */
const [url = '', secret = '', instant = '', dies = ''] = process.argv.slice(2)
configureDatabase({ worker: process.env.DATABASE_URL ?? '' })
const now = new Date(instant)
const platform = afnorPlatform({
  baseUrl: url,
  tokenUrl: `${url}/token`,
  clientId: 'andromede',
  clientSecret: secret,
  timeoutMs: 5_000,
  clock: () => now.getTime(),
})
const die = () => process.kill(process.pid, 'SIGKILL')
async function dieWith<T>(send: () => Promise<T>): Promise<T> {
  if (/^\d+$/.test(dies)) setTimeout(die, Number(dies))
  const answer = await send()
  if (dies === 'after_deposit') die()
  return answer
}
const { report } = platform
const dying: EInvoicePlatform = {
  ...platform,
  deposit: (given) => dieWith(() => platform.deposit(given)),
  report: report && ((given) => dieWith(() => report(given))),
}
await deliverDocuments(systemContext('deliver', now), async () => dying)
await reportPayments(systemContext('deliver', now), async () => dying)
await closeDatabase()
console.log('done')
