import { closeDatabase, configureDatabase } from '~/db/client'
import { systemContext } from '~/lib/kernel/system-context'
import { carryOutSendings } from '../carry-out-sendings'

/** Carries out what was decided, in a process of its own that is killed after this many milliseconds. */
const [diesAfterMs = ''] = process.argv.slice(2)
configureDatabase({ worker: process.env.DATABASE_URL ?? '' })
console.log('ready')
setTimeout(() => process.kill(process.pid, 'SIGKILL'), Number(diesAfterMs))
await carryOutSendings(systemContext('carry-out', new Date()))
await closeDatabase()
console.log('done')
