import { type Id, newId } from '~/lib/kernel/ids'
import type { TestDatabase } from './test-database'

export type TestOrganisation = {
  organisationId: Id<'organisation'>
  projectId: Id<'project'>
  accountId: Id<'account'>
}

const defaultQuotas = {
  instances: 100_000,
  vcpu: 1_000_000,
  memory_mib: 100_000_000,
  disk_gib: 10_000_000,
  volume_gib: 10_000_000,
  public_addresses: 100,
}

/** Insert active organisations with an owner, a default project, accepted terms and generous quotas. */
export async function insertTestOrganisations(
  database: Pick<TestDatabase, 'sql'>,
  count: number,
  options: { quotas?: Partial<typeof defaultQuotas>; spendingCapCents?: bigint | null } = {},
): Promise<TestOrganisation[]> {
  const made = Array.from({ length: count }, () => ({
    organisationId: newId('organisation'),
    projectId: newId('project'),
    accountId: newId('account'),
    siren: String(Math.floor(Math.random() * 1e9)).padStart(9, '0'),
  }))
  const address = { line1: '1 rue du Test', postcode: '75001', city: 'Paris', countryCode: 'FR' }
  const cap = options.spendingCapCents === undefined ? null : options.spendingCapCents
  const quotas = Object.entries({ ...defaultQuotas, ...options.quotas })
  await database.sql.begin(async (sql) => {
    for (const each of made) {
      await sql`insert into accounts (id, email, full_name, password_hash, created_at) values (${each.accountId}, ${`${each.accountId}@example.test`}, 'Camille Test', '-', now())`
      await sql`insert into organisations (id, kind, state, legal_name, siren, legal_form_label, legal_address, billing_contact_name, billing_contact_email, billing_address, directory_status, spending_cap_cents, submitted_at, created_at)
        values (${each.organisationId}, 'company', 'active', 'Atelier Test', ${each.siren}, 'SAS', ${sql.json(address)}, 'Camille', 'compta@example.test', ${sql.json(address)}, 'verified', ${cap === null ? null : cap.toString()}::bigint, now(), now())`
      await sql`insert into organisation_members (organisation_id, id, account_id, role, created_at) values (${each.organisationId}, ${newId('member')}, ${each.accountId}, 'owner', now())`
      await sql`insert into projects (id, organisation_id, name, is_default, created_at) values (${each.projectId}, ${each.organisationId}, 'Principal', true, now())`
    }
    const rows = made.flatMap(({ organisationId, projectId }) =>
      quotas.map(([resource, limit]) => ({
        organisation_id: organisationId,
        project_id: projectId,
        resource,
        limit,
      })),
    )
    await sql`insert into quotas ${sql(rows)}`
    const documents = await sql<
      { kind: string; version: string }[]
    >`select kind, version from legal_documents`
    const accepted = made.flatMap(({ organisationId, accountId }) =>
      documents.map((document) => ({
        id: newId('acceptance'),
        organisation_id: organisationId,
        account_id: accountId,
        ...document,
        accepted_at: new Date(),
      })),
    )
    await sql`insert into legal_acceptances ${sql(accepted)}`
  })
  return made.map(({ siren: _siren, ...each }) => each)
}
