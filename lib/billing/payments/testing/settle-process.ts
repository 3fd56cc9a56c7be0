import { readFileSync } from 'node:fs'
import { closeDatabase, configureDatabase } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import { systemContext } from '~/lib/kernel/system-context'
import { prepareDebits } from '../debit-batches'
import { importStatement } from '../import-statement'

/** Imports a statement and creates a debit file, then writes a line: a process that a test can kill midway. */
const [, , file = '', collectOn = ''] = process.argv
configureDatabase({ worker: process.env.DATABASE_URL ?? '' })
const ctx = systemContext('settle', new Date('2026-11-24T09:00:00Z'))
console.log('begun')
await importStatement(ctx, { name: 'statement.xml', bytes: new Uint8Array(readFileSync(file)) }).catch(
  (error: unknown) => {
    // The killed process had already committed.
    if (!(error instanceof DomainError && error.code === 'already_exists')) throw error
  },
)
await prepareDebits(ctx, { collectOn })
await closeDatabase()
console.log('done')
