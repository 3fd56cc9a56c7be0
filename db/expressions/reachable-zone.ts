import { sql } from 'drizzle-orm'
import { zoneReach } from '~/db/schema/catalogue'

/**
 * Whether what is ordered in a zone of `zones` can be carried out: a worker had an answer from its hypervisor
 * within twenty seconds, several of its rounds. A simulated datacenter is in this database, so where an order can
 * be written, it is there. The database's clock on both sides: workers and sites need not agree on theirs.
 */
export const isReachable = sql<boolean>`(zones.driver = 'simulator' or exists (select from ${zoneReach}
  where zone_reach.zone_id = zones.id and zone_reach.reached_at > clock_timestamp() - interval '20 seconds'))`
