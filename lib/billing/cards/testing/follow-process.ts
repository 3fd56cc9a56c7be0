import { closeDatabase, configureDatabase } from '~/db/client'
import { systemContext } from '~/lib/kernel/system-context'
import { followCardPayments } from '../follow-card-payments'
import { followCardRefunds } from '../follow-card-refunds'

/** Asks about what is due at this moment, then says so: a process that can be killed in the middle. */
const [, , at = ''] = process.argv
configureDatabase({ worker: process.env.DATABASE_URL ?? '' })
console.log('begun')
await followCardRefunds(systemContext('cards', new Date(at)))
await followCardPayments(systemContext('cards', new Date(at)))
await closeDatabase()
console.log('done')
