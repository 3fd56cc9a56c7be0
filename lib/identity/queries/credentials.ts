import { and, eq, isNull, lt, or } from 'drizzle-orm'
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core'
import type { Tx } from '~/db/client'
import { accounts, staffAccounts } from '~/db/schema/identity/identity'

type People = typeof accounts

/** A person's data for sign-in, in either directory. */
export type PersonRow = {
  id: string
  email: string
  fullName: string
  passwordHash: string
  locale: 'fr' | 'en'
  totpSecretSealed: string | null
  totpEnabledAt: Date | null
  disabledAt: Date | null
}

function credentialQueries(people: People) {
  const columns = {
    id: people.id,
    email: people.email,
    fullName: people.fullName,
    passwordHash: people.passwordHash,
    locale: people.locale,
    totpSecretSealed: people.totpSecretSealed,
    totpEnabledAt: people.totpEnabledAt,
    disabledAt: people.disabledAt,
  }
  const byId = (id: string) => eq(people.id, id as People['$inferSelect']['id'])
  const change = (tx: Tx, id: string, set: PgUpdateSetSource<People>) =>
    tx.update(people).set(set).where(byId(id))

  return {
    async findByEmail(tx: Tx, email: string): Promise<PersonRow | null> {
      const [row] = await tx.select(columns).from(people).where(eq(people.email, email))
      return row ?? null
    },
    async find(tx: Tx, id: string): Promise<PersonRow | null> {
      const [row] = await tx.select(columns).from(people).where(byId(id))
      return row ?? null
    },
    /** As `find`, with a row lock until the transaction ends. */
    async lock(tx: Tx, id: string): Promise<PersonRow | null> {
      const [row] = await tx.select(columns).from(people).where(byId(id)).for('update')
      return row ?? null
    },
    async setPasswordHash(tx: Tx, id: string, passwordHash: string): Promise<void> {
      await change(tx, id, { passwordHash })
    },
    async enableTotp(tx: Tx, id: string, sealed: string, step: bigint, now: Date): Promise<void> {
      await change(tx, id, { totpSecretSealed: sealed, totpEnabledAt: now, totpLastStep: step })
    },
    async disableTotp(tx: Tx, id: string): Promise<void> {
      await change(tx, id, { totpSecretSealed: null, totpEnabledAt: null, totpLastStep: null })
    },
    /** Marks a TOTP step as used; false when it, or a later one, was already used. */
    async spendTotpStep(tx: Tx, id: string, step: bigint): Promise<boolean> {
      const rows = await tx
        .update(people)
        .set({ totpLastStep: step })
        .where(and(byId(id), or(isNull(people.totpLastStep), lt(people.totpLastStep, step))))
        .returning({ id: people.id })
      return rows.length === 1
    },
  }
}

export const accountCredentials = credentialQueries(accounts)
// Both directories have these columns under the same names; only the prefixes of their ids differ.
export const staffCredentials = credentialQueries(staffAccounts as unknown as People)
