import { randomBytes } from 'node:crypto'
import type postgres from 'postgres'
import { memberTestContext, testNow } from '~/db/testing/contexts'
import { sealedDemonstrationSecret } from '~/lib/identity/second-factor/enable-demonstration-factor'
import { type Id, newId } from '~/lib/kernel/ids'
import type { MemberRole, OpContext } from '~/lib/kernel/op-context'
import { testPasswordHash } from './password'
import { siretOf, unusedSirens } from './siren'

export type Person = { surface: 'portal'; accountId: Id<'account'>; email: string; fullName: string }

export type TestBuyer = {
  organisationId: Id<'organisation'>
  projectId: Id<'project'>
  /** The owner's. */
  accountId: Id<'account'>
  /** Of its head office; the row of a company has none. */
  siret: string
  owner: Person
  /** The owner, and one member in each of the requested roles. */
  members: Partial<Record<MemberRole, Person>> & { owner: Person }
  /** The context of the member in this role, or of the owner's account in it. */
  as(role?: MemberRole, now?: Date): OpContext
}

const generousQuotas = {
  instances: 100_000,
  vcpu: 1_000_000,
  memory_mib: 100_000_000,
  disk_gib: 10_000_000,
  volume_gib: 10_000_000,
  public_addresses: 100,
  load_balancers: 100,
}

type Kind = 'company' | 'public_body'

export type BuyerOptions = {
  /** Inserts more rows in the same transaction. */
  also?: (tx: postgres.TransactionSql, buyers: readonly TestBuyer[]) => Promise<unknown>
  /** A public body is in the directory, and the domain of its members' addresses is its own. */
  kind?: Kind
  roles?: readonly Exclude<MemberRole, 'owner'>[]
  quotas?: Partial<typeof generousQuotas>
  spendingCapCents?: bigint | null
}

const facts = {
  company: {
    legal_name: 'Atelier Test',
    legal_form_code: null,
    legal_form_label: 'SAS',
    billing_contact_name: 'Camille',
    billing_contact_email: 'compta@example.test',
  },
  public_body: {
    legal_name: 'Commune d’Essai',
    legal_form_code: '7210',
    legal_form_label: 'Commune et commune nouvelle',
    billing_contact_name: 'Camille Test',
  },
}
const addresses = {
  company: { line1: '1 rue du Test', postcode: '75001', city: 'Paris', countryCode: 'FR' },
  public_body: { line1: '1 place de la Mairie', postcode: '76540', city: 'Valmont', countryCode: 'FR' },
}

/**
 * An active organisation, as rows: its members have the password of tests and confirmed addresses; its owner has a second
 * factor and has accepted the terms.
 */
export async function makeBuyer(sql: postgres.Sql, options: BuyerOptions = {}): Promise<TestBuyer> {
  const [buyer] = await makeBuyers(sql, 1, options)
  if (!buyer) throw new Error('one buyer was asked for')
  return buyer
}

type Two = [TestBuyer, TestBuyer]
export function makeBuyers(sql: postgres.Sql, count: 2, options?: BuyerOptions): Promise<Two>
export function makeBuyers(sql: postgres.Sql, count: 3, options?: BuyerOptions): Promise<[...Two, TestBuyer]>
export function makeBuyers(sql: postgres.Sql, count: number, options?: BuyerOptions): Promise<TestBuyer[]>
export async function makeBuyers(
  sql: postgres.Sql,
  count: number,
  { kind = 'company', roles = [], quotas = {}, spendingCapCents = null, also }: BuyerOptions = {},
): Promise<TestBuyer[]> {
  const buyers = (await unusedSirens(sql, count)).map((siren) => describeBuyer(siren, kind, roles))
  await sql.begin(async (tx) => {
    await insertAccounts(tx, buyers)
    await insertOrganisations(tx, buyers, kind, spendingCapCents)
    if (kind === 'public_body') await insertEstablishments(tx, buyers)
    await insertMembers(tx, buyers)
    await insertProjects(tx, buyers, { ...generousQuotas, ...quotas })
    await insertAcceptances(tx, buyers)
    await also?.(tx, buyers)
  })
  return buyers
}

function describeBuyer(siren: string, kind: Kind, roles: NonNullable<BuyerOptions['roles']>): TestBuyer {
  const organisationId = newId('organisation')
  const domain = `${randomBytes(5).toString('hex')}.example`
  const describePerson = (role: MemberRole): Person => {
    const accountId = newId('account')
    const email = kind === 'public_body' ? `${role}@${domain}` : `${accountId}@example.test`
    return { surface: 'portal', accountId, email, fullName: 'Camille Test' }
  }
  const owner = describePerson('owner')
  const members: TestBuyer['members'] = { owner }
  for (const role of roles) members[role] = describePerson(role)
  return {
    organisationId,
    projectId: newId('project'),
    accountId: owner.accountId,
    siret: siretOf(siren),
    owner,
    members,
    as: (role = 'owner', now = testNow) =>
      memberTestContext((members[role] ?? owner).accountId, { organisationId, role }, { now }),
  }
}

async function insertAccounts(tx: postgres.ISql, buyers: readonly TestBuyer[]): Promise<void> {
  const now = new Date()
  const rows = buyers.flatMap(({ owner, members }) =>
    Object.values(members).map((person) => ({
      id: person.accountId,
      email: person.email,
      full_name: person.fullName,
      password_hash: testPasswordHash,
      email_verified_at: now,
      totp_secret_sealed: person === owner ? sealedDemonstrationSecret('account', person.accountId) : null,
      totp_enabled_at: person === owner ? now : null,
      totp_last_step: person === owner ? 0 : null,
      created_at: now,
    })),
  )
  await tx`insert into accounts ${tx(rows)}`
}

async function insertOrganisations(
  tx: postgres.ISql,
  buyers: readonly TestBuyer[],
  kind: Kind,
  capCents: bigint | null,
): Promise<void> {
  const now = new Date()
  const rows = buyers.map(({ organisationId, siret, owner }) => ({
    billing_contact_email: owner.email,
    ...facts[kind],
    id: organisationId,
    kind,
    state: 'active',
    siren: siret.slice(0, 9),
    siret: kind === 'public_body' ? siret : null,
    legal_address: tx.json(addresses[kind]),
    billing_address: tx.json(addresses[kind]),
    directory_status: 'verified',
    spending_cap_cents: capCents === null ? null : capCents.toString(),
    submitted_at: now,
    decided_at: now,
    created_at: now,
  }))
  await tx`insert into organisations ${tx(rows)}`
}

async function insertEstablishments(tx: postgres.ISql, buyers: readonly TestBuyer[]): Promise<void> {
  const { legal_name, legal_form_code, legal_form_label } = facts.public_body
  const rows = buyers.map(({ siret, owner }) => ({
    siret,
    siren: siret.slice(0, 9),
    is_head_office: true,
    legal_name,
    legal_form_code,
    legal_form_label,
    address: tx.json(addresses.public_body),
    is_public_service: true,
    email_domains: [owner.email.replace(/.*@/, '')],
  }))
  await tx`insert into directory_establishments ${tx(rows)}`
}

async function insertMembers(tx: postgres.ISql, buyers: readonly TestBuyer[]): Promise<void> {
  const now = new Date()
  const rows = buyers.flatMap(({ organisationId, members }) =>
    Object.entries(members).map(([role, { accountId }]) => ({
      organisation_id: organisationId,
      id: newId('member'),
      account_id: accountId,
      role,
      created_at: now,
    })),
  )
  await tx`insert into organisation_members ${tx(rows)}`
}

async function insertProjects(
  tx: postgres.ISql,
  buyers: readonly TestBuyer[],
  quotas: typeof generousQuotas,
): Promise<void> {
  const projects = buyers.map(({ organisationId, projectId }) => ({
    organisation_id: organisationId,
    id: projectId,
    name: 'Principal',
    is_default: true,
    created_at: new Date(),
  }))
  await tx`insert into projects ${tx(projects)}`
  const shares = projects.flatMap(({ organisation_id, id: project_id }) =>
    Object.entries(quotas).map(([resource, limit]) => ({ organisation_id, project_id, resource, limit })),
  )
  await tx`insert into quotas ${tx(shares)}`
}

async function insertAcceptances(tx: postgres.ISql, buyers: readonly TestBuyer[]): Promise<void> {
  const documents = await tx<{ kind: string; version: string }[]>`select kind, version from legal_documents`
  const rows = buyers.flatMap(({ organisationId, accountId }) =>
    documents.map((document) => ({
      id: newId('acceptance'),
      organisation_id: organisationId,
      account_id: accountId,
      ...document,
      accepted_at: new Date(),
    })),
  )
  await tx`insert into legal_acceptances ${tx(rows)}`
}
