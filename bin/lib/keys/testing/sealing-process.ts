/**
 * A process for tests that seals and opens as fast as it can until it gets SIGTERM: it reads its keys from KEYRING_FILE and
 * beats as the console gateway does. It ends with one line of JSON: what it did, and what failed.
 */
import postgres from 'postgres'
import { closeDatabase } from '~/db/client'
import { loadConfiguration } from '~/lib/kernel/configuration/load'
import { readVariable } from '~/lib/kernel/configuration/read'
import { placeFor } from '~/lib/kernel/secrets/purposes'
import { seal, unseal } from '~/lib/kernel/secrets/secrets'
import { startHeartbeats } from '~/lib/platform'

loadConfiguration('console')
const sql = postgres(readVariable('DATABASE_URL') ?? '', {
  max: 1,
  connection: { options: '-c default_transaction_read_only=off' },
})
const beating = startHeartbeats({ kind: 'console', startedAt: new Date() })
const result = { reads: 0, writes: 0, failed: 0 }
let isEnding = false
process.once('SIGTERM', () => {
  isEnding = true
})
const [{ rows } = { rows: 1 }] = await sql<
  { rows: number }[]
>`select count(*)::int as rows from hypervisor_secrets`
console.log('ready')

const placeOf = (id: string) => placeFor('hypervisor-keys', `hypervisor_secrets.${id}.key_sealed`)
while (!isEnding) {
  const id = `hyp_${Math.floor(Math.random() * rows)}`
  const [row] = await sql<
    { sealed: string }[]
  >`select key_sealed as sealed from hypervisor_secrets where hypervisor_id = ${id}`
  try {
    if (unseal(row?.sealed ?? '', placeOf(id)) === `key of ${id}`) result.reads += 1
    else result.failed += 1
  } catch {
    result.failed += 1
  }
  if (Math.random() < 0.2) {
    await sql`update hypervisor_secrets set key_sealed = ${seal(`key of ${id}`, placeOf(id))} where hypervisor_id = ${id}`
    result.writes += 1
  }
}
await beating.stop()
await Promise.all([sql.end(), closeDatabase()])
console.log(JSON.stringify(result))
process.exit(0)
