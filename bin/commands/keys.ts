import { parseArgs } from 'node:util'
import { readEncryptionKeys } from '~/lib/kernel/secrets/keyring'
import { keyringFor } from '~/lib/kernel/secrets/keyring-form'
import { type KeyHolder, purposesOf } from '~/lib/kernel/secrets/purposes'
import type { Command } from './command'
import { refuseFaultyKey } from './connect'

const holders = Object.keys(purposesOf) as KeyHolder[]
const usage = `usage: keys --process ${holders.join('|')} [--process …]`

export const keysCommand: Command = {
  summary:
    'keys --process …: the KEYRING of each named process, one a line, with the keys of its purposes alone',
  process: 'command',
  async run(args) {
    const named = readHolders(args)
    if (!named) {
      console.error(usage)
      return 2
    }
    refuseFaultyKey()
    for (const holder of named) console.log(keyringFor(holder, readEncryptionKeys()))
    return 0
  },
}

function readHolders(args: string[]): KeyHolder[] | undefined {
  try {
    const { values } = parseArgs({ args, options: { process: { type: 'string', multiple: true } } })
    const named = values.process?.map((name) => holders.find((each) => each === name))
    return named?.every((holder) => holder !== undefined) ? named : undefined
  } catch {
    return undefined
  }
}
