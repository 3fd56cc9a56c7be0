import { may, mayStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { type Topic, topics } from './client'

type MemberPermission = Parameters<typeof may>[1]
type StaffPermission = Parameters<typeof mayStaff>[1]

/** One of these permissions shows pages of the topic; an empty list: the site has none. */
const rights: Record<Topic, { member: MemberPermission[]; staff: StaffPermission[] }> = {
  resources: {
    member: ['instance:read'],
    staff: ['operations:read', 'inventory:read', 'organisation:inspect', 'sla:inspect'],
  },
  orders: { member: ['order:read'], staff: ['moderation:read'] },
  incidents: { member: ['organisation:read'], staff: ['incident:inspect'] },
  billing: { member: ['billing:view'], staff: ['billing:inspect'] },
  /** Tickets, keys, payments and alerts: what the other topics do not tell. */
  inbox: { member: ['organisation:read'], staff: [] },
  operations: { member: [], staff: ['operations:read', 'billing:inspect', 'recovery:read'] },
}

/** The topics of which this person may see pages: even that something changed is not for everyone. Pure. */
export function topicsOf(ctx: OpContext): ReadonlySet<Topic> {
  const isSeen = (topic: Topic) =>
    ctx.surface === 'operator'
      ? rights[topic].staff.some((permission) => mayStaff(ctx, permission))
      : rights[topic].member.some((permission) => may(ctx, permission))
  return new Set(topics.filter(isSeen))
}
