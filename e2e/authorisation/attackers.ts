import { memberRoles, staffRoles } from '~/lib/kernel/op-context'
import type { TestBuyer } from '~/testing/buyer'
import type { WebSurface } from '../support/installation-facts'
import { cookieOf, forgedSecret, openEndedSessionOf, openSessionOf } from '../support/session'
import { makeOrganisation } from '../support/world'
import { makeVictim, type Victim } from './targets'

/** Session cookies by caller. Those of `strangers` must be worthless on either surface. */
export type Attackers = {
  strangers: Record<WebSurface, Record<string, string | undefined>>
  members: Record<string, string>
  ownerWithoutFactor: string
  outsider: TestBuyer & { cookie: string }
  staff: Record<string, string>
  staffWithoutFactor: string
}

let scene: Promise<{ victim: Victim; attackers: Attackers }> | undefined

/** One victim and its attackers, shared by all tests that do not change it: creating it takes ten seconds. */
export function sharedScene(): NonNullable<typeof scene> {
  scene ??= makeVictim().then(async (victim) => ({ victim, attackers: await gatherAttackers(victim) }))
  return scene
}

export async function gatherAttackers({ organisation, staff }: Victim): Promise<Attackers> {
  const outsider = await makeOrganisation()
  const members: Attackers['members'] = {}
  for (const role of memberRoles) {
    const person = organisation.members[role]
    if (person) members[role] = cookieOf('portal', await openSessionOf(person))
  }
  const staffCookies: Attackers['staff'] = {}
  for (const role of staffRoles) staffCookies[role] = cookieOf('operator', await openSessionOf(staff[role]))
  const ofStaff = await openSessionOf(staff.administrator)
  const ofOwner = await openSessionOf(organisation.owner)
  return {
    strangers: {
      portal: {
        anonymous: undefined,
        'forged cookie': cookieOf('portal', forgedSecret()),
        'ended session': cookieOf('portal', await openEndedSessionOf(organisation.owner)),
        'staff in the customers’ cookie': cookieOf('portal', ofStaff),
        'cookie of staff': cookieOf('operator', ofStaff),
      },
      operator: {
        anonymous: undefined,
        'forged cookie': cookieOf('operator', forgedSecret()),
        'ended session': cookieOf('operator', await openEndedSessionOf(staff.administrator)),
        'owner in the cookie of staff': cookieOf('operator', ofOwner),
        'cookie of an owner': cookieOf('portal', ofOwner),
      },
    },
    members,
    ownerWithoutFactor: cookieOf(
      'portal',
      await openSessionOf(organisation.owner, { hasSecondFactor: false }),
    ),
    outsider: { ...outsider, cookie: cookieOf('portal', await openSessionOf(outsider.owner)) },
    staff: staffCookies,
    staffWithoutFactor: cookieOf(
      'operator',
      await openSessionOf(staff.administrator, { hasSecondFactor: false }),
    ),
  }
}
