/**
 * Those who receive what leaves the installation: customers with numbered documents, and a mail server. They keep what they
 * received when the product's database is restored, so that they notice a number or a mail that comes twice.
 */
import { withSystem } from '~/db/client'
import { staffTestContext, systemTestContext } from '~/db/testing/contexts'
import type { TestDatabase } from '~/db/testing/test-database'
import { takeDocumentNumber } from '~/lib/billing/queries/series'
import { type Id, newId } from '~/lib/kernel/ids'
import { sendMail } from '~/lib/mail'
import {
  carryOutSendings,
  decideJump,
  decideSendings,
  listDoubtfulSendings,
  listNumberJumps,
  proposeJump,
  proposeSendings,
} from '~/lib/restoration'
import { makeStaff } from '~/testing/staff'
import { rowProbeOn } from './saga-rows'

export type Receivers = {
  /** Gives a number out, queues mails and has the older ones received. */
  send(): Promise<void>
  /**
   * Two people compare a restored copy with the receivers, which then goes on; returns each number and mail that was received
   * twice, that left undecided, or that never arrived.
   */
  settle(
    copy: TestDatabase,
    administrator: Id<'staff'>,
    now: Date,
  ): Promise<{ faults: string[]; jumped: number; marked: number; sent: number }>
}

const sellingEntityId = 'sel_receivers' as Id<'sellingEntity'>
const series = 'FAC-2026'
const day = '2026-12-01'
const mailsPerTurn = 3

export async function openReceivers(product: TestDatabase): Promise<Receivers> {
  const rows = rowProbeOn(product.sql)
  await rows.query(
    `insert into selling_entities (id, legal_name, siren, vat_number, order_prefix, is_default)
      values ($1, 'Andromède', '732829320', 'FR44732829320', 'REC', false)`,
    sellingEntityId,
  )
  let lastNumber = 0
  const received = new Set<string>()
  const queued: string[] = []
  /** All that were queued before a restore; the product may queue others after it, which are not in doubt. */
  const own = new Set<string>()
  return {
    async send() {
      lastNumber = await takeNumber()
      for (const id of queued.splice(0, queued.length - 1)) {
        await rows.query(`update mail_messages set state = 'sent', sent_at = now() where id = $1`, id)
        received.add(id)
      }
      for (let at = 0; at < mailsPerTurn; at += 1) {
        const id = newId('mail')
        await rows.query(
          `insert into mail_messages (id, recipient, subject, text_body, html_body, template, state, created_at)
            values ($1, 'client@example.test', 'Facture', 't', 'h', 'x', 'queued', now())`,
          id,
        )
        queued.push(id)
        own.add(id)
      }
    },
    async settle(copy, administrator, now) {
      const restored = rowProbeOn(copy.sql)
      const one = staffTestContext(administrator, ['administrator'], now)
      const { staffId } = await makeStaff(copy.sql, ['accountant'], { email: 'receivers@example.test' })
      const two = staffTestContext(staffId, ['accountant'], now)
      const faults = (await deliver(restored, now))
        .filter((id) => own.has(id))
        .map((id) => `${id} left undecided`)
      const known = await readLast(restored)
      if (known > 0 && known < lastNumber) {
        const proof = { reason: 'Restauration.', reference: 'Clients.' }
        await proposeJump(one, { sellingEntityId, series, lastNumber, ...proof })
        const jump = (await listNumberJumps(two)).find((each) => !each.confirmedAt)
        if (jump) await decideJump(two, { jumpId: jump.id, decision: 'confirm' })
      }
      const next = await takeNumber()
      if (known > 0 && next !== lastNumber + 1)
        faults.push(`${series} went on with ${next} after ${lastNumber}`)
      const { sendings } = await listDoubtfulSendings(one)
      const mails = await restored.query<{ id: string }>(
        `select subject as id from doubtful_sendings where kind = 'mail' and state = 'open' order by id`,
      )
      const subjectOf = new Map(sendings.map(({ id }) => [`mai_${id.slice(4)}`, id]))
      let marked = 0
      for (const outcome of ['sent', 'send'] as const) {
        const sendingIds = mails.flatMap(({ id }) =>
          received.has(id) === (outcome === 'sent') ? (subjectOf.get(id) ?? []) : [],
        )
        if (sendingIds.length === 0) continue
        if (outcome === 'sent') marked = sendingIds.length
        await proposeSendings(one, { sendingIds, outcome, reference: 'Journal du serveur.' })
        await decideSendings(two, { sendingIds, outcome, decision: 'confirm' })
      }
      await carryOutSendings(systemTestContext(now))
      const sent = await deliver(restored, now)
      for (const id of sent) if (received.has(id)) faults.push(`${id} was received twice`)
      for (const { id } of mails)
        if (!received.has(id) && !sent.includes(id)) faults.push(`${id} was never received`)
      return { faults, jumped: known > 0 ? Math.max(0, lastNumber - known) : 0, marked, sent: sent.length }
    },
  }
}

const takeNumber = () =>
  withSystem(systemTestContext(), (tx) => takeDocumentNumber(tx, sellingEntityId, series, day))

async function readLast(rows: ReturnType<typeof rowProbeOn>): Promise<number> {
  const [row] = await rows.query<{ last: number }>(
    `select last_number as last from document_series where selling_entity_id = $1`,
    sellingEntityId,
  )
  return row?.last ?? 0
}

/** Runs the job of every queued mail; returns those that left. Without a mail server a mail that leaves is kept. */
async function deliver(rows: ReturnType<typeof rowProbeOn>, now: Date): Promise<string[]> {
  const due = await rows.query<{ id: Id<'mail'> }>(
    `select id from mail_messages where state = 'queued' order by id`,
  )
  for (const { id } of due) await sendMail(systemTestContext(now), { mailId: id })
  const left = await rows.query<{ id: string }>(`select id from mail_messages where state = 'kept'`)
  const ids = new Set<string>(due.map(({ id }) => id))
  return left.flatMap(({ id }) => (ids.has(id) ? [id] : []))
}
