import { closeDatabase, configureDatabase } from '~/db/client'
import { systemContext } from '~/lib/kernel/system-context'
import { followCardPayments } from '../follow-card-payments'
import { followCardRefunds } from '../follow-card-refunds'

/** One pass over due payments and refunds, then a line on stdout: a process that a test can kill midway. */
const [, , at = ''] = process.argv
configureDatabase({ worker: process.env.DATABASE_URL ?? '' })
console.log('begun')
await followCardRefunds(systemContext('cards', new Date(at)))
await followCardPayments(systemContext('cards', new Date(at)))
await closeDatabase()
console.log('done')
