import type postgres from 'postgres'
import { withSystem } from '~/db/client'
import { staffTestContext, systemTestContext, testNow } from '~/db/testing/contexts'
import { type Id, newId } from '~/lib/kernel/ids'
import type { MemberRole, OpContext, StaffRole } from '~/lib/kernel/op-context'
import { makeBuyers, type TestBuyer } from '~/testing/buyer'
import { makeStaff } from '~/testing/staff'
import { accounts } from '../../ledger/accounts'
import { postTransaction } from '../../ledger/post-transaction'
import { type WrittenMovement, writeCamt053 } from './write-statements'

export const sellerIban = 'FR7630006000011234567890189'

export type Books = Awaited<ReturnType<typeof makeBooks>>

type Issued = {
  sellingEntityId: Id<'sellingEntity'>
  organisationId: Id<'organisation'>
  number: string
  grossCents: bigint
  dueOn: string
  kind: 'invoice' | 'credit_note'
  corrects: Id<'invoice'> | null
  now: Date
}

/** Inserts an issued, posted document without lines, which is all that payments need. */
export async function issueDocument(sql: postgres.Sql, document: Issued): Promise<Id<'invoice'>> {
  const { sellingEntityId, organisationId, number, grossCents, kind, now } = document
  const id = newId('invoice')
  const netCents = (grossCents * 5n) / 6n
  await sql`insert into billing_documents (id, organisation_id, selling_entity_id, kind, state, period, grouping_key, corrects_document_id, net_cents, vat_cents, gross_cents, content, content_sha256, created_at)
    values (${id}, ${organisationId}, ${sellingEntityId}, ${kind}, 'draft', '2026-09', '', ${document.corrects}, ${`${netCents}`}, ${`${grossCents - netCents}`}, ${`${grossCents}`}, '{}', '-', now())`
  await sql`update billing_documents set state = 'final', series = 'T', number = ${number}, issued_on = '2026-10-03', due_on = ${document.dueOn}, finalised_at = now() where id = ${id}`
  const [debit, credit] = kind === 'invoice' ? [grossCents, 0n] : [0n, grossCents]
  await withSystem(systemTestContext(now), (tx) =>
    postTransaction(tx, now, {
      sellingEntityId,
      organisationId,
      kind,
      documentId: id,
      pieceReference: number,
      label: number,
      occurredOn: '2026-10-03',
      postings: [
        { account: accounts.customers, auxiliary: organisationId, debitCents: debit, creditCents: credit },
        { account: accounts.services, debitCents: credit, creditCents: debit },
      ],
    }),
  )
  return id
}

let statements = 0

/** A seller with an account and a creditor identifier, an accountant, and customers to whom invoices can be issued. */
export async function makeBooks(sql: postgres.Sql) {
  const sellingEntityId = newId('sellingEntity')
  await sql`insert into selling_entities (id, legal_name, siren, vat_number, order_prefix, is_default)
    values (${sellingEntityId}, 'Andromède SAS', '799992144', 'FR19799992144', 'CMD', true)`
  await sql`insert into billing_sellers (selling_entity_id, siret, electronic_scheme, electronic_id, iban, bic, account_holder, vat_on_debits, invoice_prefix, credit_note_prefix, four_eyes_from_cents, updated_at)
    values (${sellingEntityId}, '79999214400017', '0225', '799992144', ${sellerIban}, 'AGRIFRPP', 'Andromède SAS', false, 'FAC', 'AVO', 100000, now())`
  await sql`insert into creditors (selling_entity_id, creditor_identifier, notice_days, updated_at) values (${sellingEntityId}, 'FR72ZZZ123456', 14, now())`
  const { staffId } = await makeStaff(sql, ['accountant'], { fullName: 'Comptable Test' })
  const organisations = await makeBuyers(sql, 3)
  const accountant = (now = testNow, roles: StaffRole[] = ['accountant']) =>
    staffTestContext(staffId, roles, now)
  const as = (organisation: TestBuyer, role: MemberRole = 'owner', now = testNow): OpContext =>
    organisation.as(role, now)

  const issue = (
    organisation: TestBuyer,
    number: string,
    grossCents: bigint,
    more: { dueOn?: string; kind?: 'invoice' | 'credit_note'; corrects?: Id<'invoice'> | null } = {},
  ) =>
    issueDocument(sql, {
      sellingEntityId,
      organisationId: organisation.organisationId,
      number,
      grossCents,
      dueOn: '2026-11-10',
      kind: 'invoice',
      corrects: null,
      now: testNow,
      ...more,
    })

  /** A bank file of the seller with these movements. */
  function statementOf(movements: Partial<WrittenMovement>[], iban = sellerIban) {
    statements += 1
    const whole = movements.map((each) => ({
      bookedOn: '2026-11-20',
      valuedOn: '2026-11-20',
      cents: 1n,
      text: '',
      ...each,
    }))
    const text = writeCamt053([
      {
        identification: `S${statements}`,
        iban,
        from: '2026-11-20',
        to: '2026-11-20',
        openingCents: 0n,
        closingCents: whole.reduce((sum, { cents }) => sum + cents, 0n),
        movements: whole,
      },
    ])
    return { name: `S${statements}.xml`, bytes: new Uint8Array(Buffer.from(text)) }
  }

  /** The customer's balance in the ledger; negative when it has credit. */
  async function balanceOf(organisation: TestBuyer, account: string = accounts.customers) {
    const [row] =
      await sql`select balance_cents from ledger_balances where account = ${account} and auxiliary = ${organisation.organisationId}`
    return BigInt(row?.balance_cents ?? 0)
  }

  return {
    sql,
    sellingEntityId,
    staffId,
    organisations: organisations as [TestBuyer, TestBuyer, TestBuyer],
    accountant,
    as,
    issue,
    statementOf,
    balanceOf,
  }
}
