import { and, eq, isNull } from 'drizzle-orm'
import { hosts } from '~/db/schema/inventory'

/** The host may be sold: in service and reachable. The database's claim functions check the same. */
export const sells = and(eq(hosts.state, 'in_service'), isNull(hosts.unreachableSince))
