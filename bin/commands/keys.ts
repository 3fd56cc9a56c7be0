import { parseArgs } from 'node:util'
import { readEncryptionKeys } from '~/lib/kernel/secrets/keyring'
import { keyringFor } from '~/lib/kernel/secrets/keyring-form'
import { type KeyHolder, purposesOf } from '~/lib/kernel/secrets/purposes'
import type { Command } from './command'
import { refuseFaultyKey } from './connect'

const holders = Object.keys(purposesOf) as KeyHolder[]
const usage = `usage: keys --process ${holders.join('|')}`

export const keysCommand: Command = {
  summary: 'keys --process …: the KEYRING of one process, with the keys of its purposes alone',
  process: 'command',
  async run(args) {
    const holder = readHolder(args)
    if (!holder) {
      console.error(usage)
      return 2
    }
    refuseFaultyKey()
    console.log(keyringFor(holder, readEncryptionKeys()))
    return 0
  },
}

function readHolder(args: string[]): KeyHolder | undefined {
  try {
    const { values } = parseArgs({ args, options: { process: { type: 'string' } } })
    return holders.find((each) => each === values.process)
  } catch {
    return undefined
  }
}
