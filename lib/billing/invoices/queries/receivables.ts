import { eq, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { billingProfiles } from '~/db/schema/billing/documents'
import { organisations } from '~/db/schema/identity/identity'
import type { Id } from '~/lib/kernel/ids'

/** Organisations that were billed or have a billing profile, by name. */
export async function listProfiles(tx: Tx) {
  return tx
    .select({
      organisationId: billingProfiles.organisationId,
      name: organisations.legalName,
      customerCode: billingProfiles.customerCode,
      vatRegime: billingProfiles.vatRegime,
      vatCertificate: billingProfiles.vatCertificate,
      vatRegimeUntil: billingProfiles.vatRegimeUntil,
      vatStatus: billingProfiles.vatStatus,
      kind: organisations.kind,
      vatNumber: organisations.vatNumber,
      legalFormCode: organisations.legalFormCode,
    })
    .from(billingProfiles)
    .innerJoin(organisations, eq(organisations.id, billingProfiles.organisationId))
    .orderBy(organisations.legalName)
}

export type RevenueMonth = { period: string; netCents: string }

/** Net invoiced amounts of the last months, less credits, without VAT; earliest first. */
export async function listRevenue(tx: Tx, months: number): Promise<RevenueMonth[]> {
  const rows = await tx.execute<RevenueMonth>(sql`
    select period, sum(case kind when 'invoice' then net_cents else -net_cents end)::text as "netCents"
    from billing_documents where state = 'final' group by 1 order by 1 desc limit ${months}`)
  return [...rows].reverse()
}

type Regime = Pick<
  typeof billingProfiles.$inferSelect,
  'vatRegime' | 'vatCertificate' | 'vatRegimeUntil' | 'updatedAt'
> & { organisationId: Id<'organisation'> }

export async function saveVatRegime(tx: Tx, row: Regime): Promise<void> {
  const { organisationId: _key, ...regime } = row
  await tx
    .insert(billingProfiles)
    .values(row)
    .onConflictDoUpdate({ target: billingProfiles.organisationId, set: regime })
}
