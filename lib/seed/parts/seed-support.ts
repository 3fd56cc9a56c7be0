import { withSystem } from '~/db/client'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { businessMilliseconds } from '~/lib/kernel/time/business-hours'
import { addSeconds } from '~/lib/kernel/time/clock'
import {
  answerCustomer,
  answerTicket,
  closeTicket,
  listTicketSubjects,
  noteTicket,
  openTicket,
  takeTicket,
  uploadTicketFile,
} from '~/lib/support'
import { seedMember, seedStaff, seedSystem } from '../contexts'
import { supportAgent, type TicketPlan, ticketPlans } from '../demonstration/support'
import * as queries from './queries/seed'
import type { SeededOrganisation } from './seed-people'

/** Creates support tickets with answers, one of them late; some are still open. */
export async function seedSupport(today: Date, organisations: readonly SeededOrganisation[]): Promise<void> {
  const staffId = await withSystem(seedSystem(today), (tx) => queries.findStaffId(tx, supportAgent))
  invariant(staffId, 'somebody answers')
  for (const plan of ticketPlans) {
    const organisation = organisations.find(({ key }) => key === plan.key)
    invariant(organisation, `${plan.key} is there`)
    await replayTicket(today, plan, organisation, staffId)
  }
}

/** Returns the latest quarter of an hour since which this number of business hours has passed. Pure. */
function businessHoursBefore(now: Date, hours: number): Date {
  let at = now
  while (businessMilliseconds(at, now) < hours * 3_600_000) at = addSeconds(at, -900)
  return at
}

async function replayTicket(
  today: Date,
  plan: TicketPlan,
  { organisationId }: SeededOrganisation,
  staffId: Id<'staff'>,
): Promise<void> {
  const openedAt =
    plan.businessHoursAgo === undefined
      ? addSeconds(today, -plan.hoursAgo * 3_600)
      : businessHoursBefore(today, plan.businessHoursAgo)
  const accountId = await withSystem(seedSystem(today), (tx) => queries.findAccountId(tx, plan.asker))
  invariant(accountId, `${plan.asker} is there`)
  const asker = (hours: number) =>
    seedMember(addSeconds(openedAt, hours * 3_600), accountId, organisationId, plan.role)
  const agent = (hours: number) => seedStaff(addSeconds(openedAt, hours * 3_600), staffId, ['support'])
  const { servers } = await listTicketSubjects(asker(0))
  const server = servers.find(({ name }) => name === plan.server)
  const { subject, category, impact, body, file } = plan
  const { ticketId } = await openTicket(asker(0), {
    subject,
    category,
    impact,
    body,
    resourceId: server?.id,
    files: file
      ? [(await uploadTicketFile(asker(0), { name: file.name, content: textPieces(file.text) })).uploadId]
      : [],
  })
  for (const message of plan.later) {
    switch (message.by) {
      case 'customer':
        await answerTicket(asker(message.after), { ticketId, body: message.body, files: [] })
        break
      case 'support':
        await answerCustomer(agent(message.after), {
          ticketId,
          body: message.body,
          leaves: message.leaves,
          files: [],
        })
        break
      case 'note':
        await noteTicket(agent(message.after), { ticketId, body: message.body })
        break
      case 'taken':
        await takeTicket(agent(message.after), { ticketId })
        break
      case 'closed':
        await closeTicket(asker(message.after), { ticketId })
        break
    }
  }
}

async function* textPieces(text: string): AsyncIterable<Uint8Array> {
  yield new TextEncoder().encode(text)
}
