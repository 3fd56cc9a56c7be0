import { readFileSync } from 'node:fs'
import { closeDatabase } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import { defineSellingEntity, sellingEntityInput } from '~/lib/ordering'
import type { Command } from './command'
import { connectInstallation } from './connect'
import { commandContext } from './context'

const fields = Object.keys(sellingEntityInput.shape).join(', ')
const usage = `usage: declare-seller <file.json>, an object with ${fields}`

/** Without a seller nothing can be ordered, and the legal notice is bare. */
export const declareSellerCommand: Command = {
  summary: 'declare-seller <file.json>: who sells here and what the legal notice prints of it',
  async run(args) {
    const [file, ...rest] = args
    if (!file || rest.length > 0) {
      console.error(usage)
      return 2
    }
    const parsed = sellingEntityInput.safeParse(readJson(file))
    if (!parsed.success) {
      const lines = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
      console.error([usage, ...lines].join('\n'))
      return 2
    }
    connectInstallation()
    try {
      await defineSellingEntity(commandContext('operator'), parsed.data)
      console.log(`${parsed.data.legalName} sells here`)
      return 0
    } catch (error) {
      if (!(error instanceof DomainError && error.code === 'conflict')) throw error
      console.error('another company sells here already, and orders carry its numbers')
      return 1
    } finally {
      await closeDatabase()
    }
  },
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    console.error(`${file}: ${(error as Error).message}`)
    return null
  }
}
