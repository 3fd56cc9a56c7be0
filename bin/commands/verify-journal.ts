import path from 'node:path'
import { headsFileIn, verifyJournal } from '~/lib/audit'
import { readVariable } from '~/lib/kernel/configuration/read'
import { root } from '../lib/root'
import type { Command } from './command'
import { connectInstallation } from './connect'
import { commandContext } from './context'

/** Verifies the whole journal and compares it with the heads kept in DATA_DIR; exits 1 when it is broken. */
export const verifyJournalCommand: Command = {
  summary: 'read the whole journal again; says in one line whether it is whole, and exits 1 if not',
  process: 'command',
  async run() {
    await connectInstallation()
    const headsFile = headsFileIn(path.resolve(root, readVariable('DATA_DIR') ?? '.data'))
    const { rows, heads, restorations, broken } = await verifyJournal(commandContext('worker'), headsFile)
    const restored = restorations > 0 ? `, restored ${restorations} times` : ''
    if (!broken) {
      console.log(`the journal is whole: ${rows} rows, ${heads} heads kept outside the database${restored}`)
      return 0
    }
    const where = 'sequence' in broken ? ` at row ${broken.sequence}` : ''
    console.log(`the journal is broken: ${broken.reason}${where}`)
    return 1
  },
}
