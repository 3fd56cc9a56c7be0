import { parseArgs } from 'node:util'
import { closeDatabase } from '~/db/client'
import { addVantage, askVantage, openVantages, removeVantage } from '~/lib/hypervisors/runtime'
import { DomainError } from '~/lib/kernel/errors'
import type { Command } from './command'
import { connectInstallation } from './connect'
import { commandContext } from './context'

const usage = `usage: vantage add <name> <host:port | unix:/path> --source <address> --fingerprint <SHA-256>
       vantage remove <name>
       vantage list`

const patienceMs = 6_000

/** The hosts outside the zones that say whether public addresses answer. */
export const vantageCommand: Command = {
  summary: 'vantage add | remove | list: hosts outside that see whether public addresses answer',
  process: 'command',
  async run(args) {
    const asked = readArguments(args)
    if (!asked) {
      console.error(usage)
      return 2
    }
    await connectInstallation()
    const ctx = commandContext('worker')
    try {
      if (asked.act === 'add') {
        const { client } = await addVantage(ctx, asked.vantage)
        console.log(`Added. Start the vantage with CLIENT=${client}`)
        return 0
      }
      if (asked.act === 'remove') {
        await removeVantage(ctx, { name: asked.name })
        return 0
      }
      const vantages = await openVantages(ctx)
      for (const vantage of vantages) {
        const nothing = { address: '', port: 22 }
        const { text } = await askVantage(vantage, nothing, AbortSignal.timeout(patienceMs))
        // A vantage refuses an empty address: that is its sign of life.
        const state = text === 'not an allowed address' ? 'answers' : `does not answer: ${text}`
        console.log([vantage.name, vantage.endpoint, vantage.source, state].join('  '))
      }
      if (vantages.length === 0) console.log('No vantage: reachability from outside is not seen.')
      return 0
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      console.error(`${error.code}${error.field ? ` (${error.field})` : ''}\n${usage}`)
      return 2
    } finally {
      await closeDatabase()
    }
  },
}

type Asked =
  | { act: 'add'; vantage: { name: string; endpoint: string; source: string; fingerprint: string } }
  | { act: 'remove'; name: string }
  | { act: 'list' }

function readArguments(args: string[]): Asked | null {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { source: { type: 'string' }, fingerprint: { type: 'string' } },
    })
    const [act, name, endpoint, more] = positionals
    if (more !== undefined) return null
    if (act === 'list' && name === undefined) return { act }
    if (act === 'remove' && name && endpoint === undefined) return { act, name }
    const { source } = values
    // A socket of this machine has no certificate.
    const fingerprint = values.fingerprint ?? (endpoint?.startsWith('unix:') ? '0'.repeat(64) : undefined)
    return act === 'add' && name && endpoint && source && fingerprint
      ? { act, vantage: { name, endpoint, source, fingerprint } }
      : null
  } catch {
    return null
  }
}
