import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { closeDatabase } from '~/db/client'
import { importStatement } from '~/lib/billing'
import { DomainError } from '~/lib/kernel/errors'
import type { Command } from './command'
import { connectInstallation } from './connect'
import { commandContext } from './context'

const usage = 'usage: statement import FILE'

/** Same function as the page, for larger files, and for a scheduled import from a bank's folder. */
export const statementCommand: Command = {
  summary: 'statement import FILE: take a bank statement (camt.053 or CFONB 120) and match its payments',
  process: 'command',
  async run(args) {
    const [verb, file, ...rest] = args
    if (verb !== 'import' || !file || rest.length > 0) {
      console.error(usage)
      return 2
    }
    const bytes = await readFile(file).catch(() => null)
    if (!bytes) {
      console.error(`${file} cannot be read`)
      return 2
    }
    await connectInstallation()
    try {
      const taken = await importStatement(commandContext('worker'), {
        name: path.basename(file),
        bytes: new Uint8Array(bytes),
      })
      console.log(
        `${taken.movements} movements taken, ${taken.repeated} known already, ${taken.matched} matched, ${taken.movements - taken.matched} to confirm`,
      )
      return 0
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      const { reason = '', line, at } = error.params
      const place = line ? ` in line ${line}${at ? ` (${at})` : ''}` : ''
      console.error(`refused: ${error.code} ${reason}${place}`)
      return 1
    } finally {
      await closeDatabase()
    }
  },
}
