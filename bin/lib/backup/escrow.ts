import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { armor, Encrypter } from 'age-encryption'
import { StartRefusal } from '~/db/embedded/index'
import { explainDisk, flush } from './durable'

/** A person who keeps an age identity; `key` is its public part. */
export type Keeper = { name: string; key: string }

/** Each two keepers, of whom the second opens the outer envelope. */
export const pairsOf = (keepers: readonly Keeper[]): [inner: Keeper, outer: Keeper][] =>
  keepers.flatMap((inner, index) => keepers.slice(index + 1).map((outer): [Keeper, Keeper] => [inner, outer]))

/**
 * Write `secrets` to the new `folder` in one file for each two keepers: both together open it, and one alone never
 * does. Standard age files, so that they open without this product.
 *
 * @throws StartRefusal in one line
 */
export async function writeEscrow(
  folder: string,
  secrets: string,
  keepers: readonly Keeper[],
): Promise<string[]> {
  checkKeepers(keepers)
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new StartRefusal(`${folder} exists and is not empty; an escrow needs a folder of its own.`)
  const files = new Map<string, string>()
  for (const [inner, outer] of pairsOf(keepers)) {
    const once = await encryptTo(inner, new TextEncoder().encode(secrets))
    files.set(`${inner.name}+${outer.name}.age`, armor.encode(await encryptTo(outer, once)))
  }
  const draft = `${folder}.unfinished-${process.pid}`
  try {
    mkdirSync(draft, { recursive: true, mode: 0o700 })
    for (const [name, text] of [...files, ['README', instructions(keepers)] as const]) {
      writeFileSync(path.join(draft, name), text, { mode: 0o600 })
      flush(path.join(draft, name))
    }
    renameSync(draft, folder)
    flush(path.dirname(folder))
    return [...files.keys()]
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    const cause = explainDisk(error)
    throw cause ? new StartRefusal(`No escrow was written: ${cause} (${folder}).`) : error
  }
}

async function encryptTo({ name, key }: Keeper, bytes: Uint8Array): Promise<Uint8Array> {
  const encrypter = new Encrypter()
  try {
    encrypter.addRecipient(key)
  } catch {
    throw new StartRefusal(
      `The key of ${name} is not a public key of age (age1…); make one with: age-keygen -o ${name}.key`,
    )
  }
  return encrypter.encrypt(bytes)
}

function checkKeepers(keepers: readonly Keeper[]): void {
  if (keepers.length < 2) throw new StartRefusal('An escrow needs the keys of two people or more.')
  const bad = keepers.find(({ name }) => !/^[a-z][a-z0-9-]*$/.test(name))
  if (bad) throw new StartRefusal(`${bad.name}: names of people are of a-z, 0-9 and -.`)
  for (const part of ['name', 'key'] as const) {
    if (new Set(keepers.map((each) => each[part])).size < keepers.length)
      throw new StartRefusal(
        `Two people have the same ${part}: each needs an identity that no other person has.`,
      )
  }
}

function instructions(keepers: readonly Keeper[]): string {
  const commands = pairsOf(keepers).map(
    ([inner, outer]) =>
      `  age -d -i ${outer.name}.key ${inner.name}+${outer.name}.age | age -d -i ${inner.name}.key > secrets.json`,
  )
  return [
    'Secrets of an installation of Andromède. Any two of these people open them together, each with the own identity of age',
    '(Debian: apt install age). Run one of these, on a machine that both trust:',
    '',
    ...commands,
    '',
    'Then follow docs/operating/losses.md, "The secrets".',
    '',
  ].join('\n')
}
