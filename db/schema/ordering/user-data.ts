import { sql } from 'drizzle-orm'
import { check, foreignKey, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { idOf } from '../columns.ts'
import { orderLines } from './ordering.ts'

/**
 * The user data of an order line's servers, byte for byte. A table of its own, because it may be long and hold secrets:
 * no list of order lines or servers can bring it along. Triggers erase it once `app.needs_user_data` is false.
 */
export const orderLineUserData = pgTable(
  'order_line_user_data',
  {
    organisationId: idOf('organisation_id', 'organisation').notNull(),
    orderLineId: idOf('order_line_id', 'orderLine').notNull(),
    projectId: idOf('project_id', 'project').notNull(),
    content: text('content').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.orderLineId], name: 'order_line_user_data_pkey' }),
    check('order_line_user_data_size', sql`octet_length(content) between 1 and 65536`),
    foreignKey({
      name: 'order_line_user_data_of',
      columns: [t.organisationId, t.orderLineId],
      foreignColumns: [orderLines.organisationId, orderLines.id],
    }),
  ],
)
