import { readFileSync } from 'node:fs'
import { closeDatabase, configureDatabase } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import { systemContext } from '~/lib/kernel/system-context'
import { prepareDebits } from '../debit-batches'
import { importStatement } from '../import-statement'

/** Takes a statement and makes a file of debits, then says so: a process that can be killed in the middle. */
const [, , file = '', collectOn = ''] = process.argv
configureDatabase({ worker: process.env.DATABASE_URL ?? '' })
const ctx = systemContext('settle', new Date('2026-11-24T09:00:00Z'))
console.log('begun')
await importStatement(ctx, { name: 'statement.xml', bytes: new Uint8Array(readFileSync(file)) }).catch(
  (error: unknown) => {
    // Whoever was killed had committed before.
    if (!(error instanceof DomainError && error.code === 'already_exists')) throw error
  },
)
await prepareDebits(ctx, { collectOn })
await closeDatabase()
console.log('done')
