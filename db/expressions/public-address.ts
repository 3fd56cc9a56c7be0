import { isNull, sql } from 'drizzle-orm'
import { publicAddresses } from '~/db/schema/resources/public-addresses'

export const isLive = isNull(publicAddresses.releasedAt)

export const revised = {
  revision: sql`${publicAddresses.revision} + 1`,
  failureCode: null,
  failureText: null,
}
