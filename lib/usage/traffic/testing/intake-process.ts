/**
 * Reports the measurements of a file with a key, in a process of its own. `before_commit` and `after_commit` kill it at
 * that point, as a machine failure would: the caller gets no response.
 */
import { readFileSync } from 'node:fs'
import { closeDatabase, configureDatabase } from '~/db/client'
import { receiveMetering } from '../receive-metering'
import { meterContext } from './meters'

const [file = '', secret = '', dies = ''] = process.argv.slice(2)
configureDatabase({ operator: process.env.DATABASE_URL ?? '' })
const die = () => process.kill(process.pid, 'SIGKILL')
// Its statements have reached the server, and its transaction is not committed.
if (dies === 'before_commit') setTimeout(die, Number(process.env.DIES_AFTER_MS))
const taken = await receiveMetering(meterContext(new Date(process.env.NOW ?? '')), {
  secret,
  text: readFileSync(file, 'utf8'),
})
if (dies === 'after_commit') die()
else process.stdout.write(JSON.stringify(taken))
await closeDatabase()
