import { sql } from 'drizzle-orm'
import { zoneReach } from '~/db/schema/catalogue'

/**
 * Whether orders in a zone of `zones` can be carried out: a worker got an answer from its hypervisor within twenty
 * seconds, several of its rounds. A simulated datacenter is in this database and therefore always reachable. Both
 * instants come from the database's clock, because the clocks of workers and sites may differ.
 */
export const isReachable = sql<boolean>`(zones.driver = 'simulator' or exists (select from ${zoneReach}
  where zone_reach.zone_id = zones.id and zone_reach.reached_at > clock_timestamp() - interval '20 seconds'))`
