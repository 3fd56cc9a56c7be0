type Asked = { unsafe(query: string): PromiseLike<readonly { value: string }[]> }

/**
 * Whether a database was sealed with another key than the one with `fingerprint`, so that its secrets would not
 * open. A database prepared without a key has no fingerprint.
 */
export async function isSealedWithAnotherKey(sql: Asked, fingerprint: string): Promise<boolean> {
  const [kept] = await sql.unsafe(`select value from installation_facts where name = 'secrets'`)
  return kept !== undefined && kept.value !== fingerprint
}

/** The same line for every process and command that gets another key. */
export const otherSecrets =
  'ENCRYPTION_KEY is not the one that this database was sealed with; set the one it was made with. Nothing was changed.'
