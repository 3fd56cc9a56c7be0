type Asked = { unsafe(query: string): PromiseLike<readonly { value: string }[]> }

/**
 * Whether a database was sealed with another key than that of `fingerprint`: what is in it would open no more. One that
 * was prepared without a key has kept none.
 */
export async function isSealedOtherwise(sql: Asked, fingerprint: string): Promise<boolean> {
  const [kept] = await sql.unsafe(`select value from installation_facts where name = 'secrets'`)
  return kept !== undefined && kept.value !== fingerprint
}

/** One line for every process and command that is handed another key. */
export const otherSecrets =
  'ENCRYPTION_KEY is not the one that this database was sealed with; set the one it was made with. Nothing was changed.'
