import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { type Place, placeFor } from '~/lib/kernel/secrets/purposes'
import { seal, unseal } from '~/lib/kernel/secrets/secrets'
import type { Tx } from './connections/open-pool.ts'

/** Purposes whose derived values must outlive a rotation of ENCRYPTION_KEY: links in old mails, heads of the journal. */
export const keptKeyNames = ['links', 'journal'] as const
export type KeptKeyName = (typeof keptKeyNames)[number]

/** The fact that holds the sealed key. */
export const factOf = (name: KeptKeyName) => `${name}_key`
export const keptKeyPlace = (name: KeptKeyName): Place => placeFor(name, `installation_facts.${factOf(name)}`)

/** The random key of this name; null before its first use. */
export async function findKeptKey(tx: Tx, name: KeptKeyName): Promise<Buffer | null> {
  const [kept] = await tx.execute<{ value: string }>(
    sql`select value from installation_facts where name = ${factOf(name)}`,
  )
  return kept ? open(kept.value, name) : null
}

/** The same, made at its first use. Of concurrent first uses all get the same one. */
export async function keepKey(tx: Tx, name: KeptKeyName): Promise<Buffer> {
  const known = await findKeptKey(tx, name)
  if (known) return known
  const proposed = seal(randomBytes(32).toString('base64'), keptKeyPlace(name))
  const [kept] = await tx.execute<{ value: string }>(sql`select app.keep_key(${name}, ${proposed}) as value`)
  return open(kept?.value ?? '', name)
}

const open = (sealed: string, name: KeptKeyName) => Buffer.from(unseal(sealed, keptKeyPlace(name)), 'base64')
