import { isNull, sql } from 'drizzle-orm'
import { publicAddresses } from '~/db/schema/resources/public-addresses'

/** The address belongs to a customer: it was not released. */
export const isReservedAddress = isNull(publicAddresses.releasedAt)

/** The columns of a changed address: a new revision, which a worker applies, and no failure of an older one. */
export const withNextRevision = {
  revision: sql`${publicAddresses.revision} + 1`,
  failureCode: null,
  failureText: null,
}
