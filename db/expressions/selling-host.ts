import { and, eq, isNull } from 'drizzle-orm'
import { hosts } from '~/db/schema/inventory'

/** It may be sold: in service, and it answers. The claims of the database ask the same. */
export const sells = and(eq(hosts.state, 'in_service'), isNull(hosts.unreachableSince))
