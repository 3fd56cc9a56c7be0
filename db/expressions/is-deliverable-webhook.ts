import { type SQL, sql } from 'drizzle-orm'
import { isDoubtful } from './is-doubtful.ts'

/**
 * Whether a worker may send the row `d` of `webhook_deliveries`, once it is due: its endpoint takes webhooks, and no two people have to
 * decide about it first.
 */
export const isDeliverableWebhook: SQL<boolean> = sql<boolean>`(exists (select from webhook_endpoints e
  where e.id = d.endpoint_id and e.deleted_at is null and e.disabled_at is null) and not ${isDoubtful(sql`d.id`)})`
