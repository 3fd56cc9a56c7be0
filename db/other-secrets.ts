import { type HeldKeys, idOfFingerprint } from '../lib/kernel/secrets/keyring-form.ts'

type Asked = { unsafe(query: string): PromiseLike<readonly { value: string }[]> }

/**
 * Returns in one line why a process with these keys must not run on a database: it lacks a key of sealed values, or
 * seals with one that others need not have. Null for one that fits. A database prepared without a key has no fingerprint.
 */
export async function findKeyFault(sql: Asked, { seals, holds }: HeldKeys): Promise<string | null> {
  const admitted = await readAdmittedKeys(sql)
  if (admitted.length === 0) return null
  const lacking = admitted.filter((id) => !holds.includes(id))
  if (lacking.length === admitted.length) return otherSecrets
  if (lacking.length > 0) return lacksKey(lacking)
  return admitted.includes(seals) ? null : sealsTooEarly(seals)
}

/** The ids of the keys that values of this database may be sealed with: two while a rotation is under way. */
export async function readAdmittedKeys(sql: Asked): Promise<string[]> {
  const [kept] = await sql.unsafe(`select value from installation_facts where name = 'secrets'`)
  return kept?.value.split(' ').map(idOfFingerprint) ?? []
}

/** The same line for every process and command that gets another key. */
export const otherSecrets =
  'ENCRYPTION_KEY is not the one that this database was sealed with; set the one it was made with. Nothing was changed.'

const lacksKey = (ids: readonly string[]) =>
  `A rotation of ENCRYPTION_KEY is under way, and the key ${ids.join(', ')} is not set; set both ENCRYPTION_KEY and the other one (ENCRYPTION_KEY_NEXT or ENCRYPTION_KEY_PREVIOUS). Nothing was changed.`

const sealsTooEarly = (id: string) =>
  `ENCRYPTION_KEY (${id}) is not admitted to this database yet, so other processes could not open what it seals; set it as ENCRYPTION_KEY_NEXT everywhere and run rotate-key first. Nothing was changed.`
