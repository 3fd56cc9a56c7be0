import { parseArgs } from 'node:util'
import { startFakeProvider } from '~/lib/billing/cards/fake-provider'
import { newSecret } from '~/lib/kernel/secrets/secrets'
import { systemNow } from '~/lib/kernel/time/clock'
import type { Command } from './command'

const usage = 'usage: card-provider [--port N] [--secret TEXT]'

/** A local card provider for demonstrations that charges nothing; it runs as long as the command. */
export const cardProviderCommand: Command = {
  summary:
    'card-provider [--port N]: a provider of cards of this machine that charges none, to try payment by card',
  process: null,
  async run(args) {
    const asked = readArguments(args)
    if (!asked) {
      console.error(usage)
      return 2
    }
    const provider = await startFakeProvider({ ...asked, clock: systemNow })
    console.log(`address  ${provider.url}\nsecret   ${asked.secret}\nCtrl-C ends it, and what it knows.`)
    await new Promise<void>((done) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done())
    })
    provider.close()
    return 0
  },
}

function readArguments(args: string[]): { port: number; secret: string } | null {
  try {
    const { values } = parseArgs({
      args,
      options: { port: { type: 'string', default: '3010' }, secret: { type: 'string' } },
    })
    const port = Number(values.port)
    if (!Number.isInteger(port) || port < 0 || port > 65_535) return null
    return { port, secret: values.secret ?? newSecret() }
  } catch {
    return null
  }
}
