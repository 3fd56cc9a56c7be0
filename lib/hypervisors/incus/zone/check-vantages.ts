import type { VantageReport } from '~/db/schema/catalogue'
import type { CallOptions } from '../../port/driver'
import { DriverError } from '../../port/driver-error'
import type { Incus } from '../context'
import { listMembers } from './list-members'
import { checkVantage } from './vantage'

/** Ensures a vantage on every member that answers; a report states why a member has none. */
export async function checkVantages(incus: Incus, { signal }: CallOptions): Promise<VantageReport[]> {
  const members = await listMembers(incus, signal)
  const places = members.length === 0 ? [null] : members
  return Promise.all(
    places.map(async (each) => {
      const member = each?.name ?? null
      if (each && !each.isOnline) return { member, isUp: false, text: 'the member does not answer' }
      try {
        await checkVantage(incus, member, signal)
        return { member, isUp: true, text: '' }
      } catch (error) {
        if (!(error instanceof DriverError)) throw error
        return { member, isUp: false, text: error.rawText || error.code }
      }
    }),
  )
}
