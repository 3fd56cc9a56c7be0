import { expect, test } from '@playwright/test'
import { callAction } from '../support/call-action'
import { sql, until } from '../support/database'
import { isIdle } from '../support/estate'
import { fingerprint } from '../support/fingerprint'
import { ageSessionsOf, cookieOf, openSessionOf } from '../support/session'
import { watchUntouched } from '../support/untouched'
import { argumentOf, namesThings } from './arguments'
import { type Attackers, gatherAttackers } from './attackers'
import { actions } from './matrix'
import { askingArguments, provenActions } from './proof'
import { absentTarget, makeVictim, type Target, type Victim } from './targets'
import { dealByTurns } from './turns'

let victim: Victim
let absent: Target
let attackers: Attackers

// In order and in one process: the controls at the end change what the attacks target.
test.describe.configure({ mode: 'default' })

test.beforeAll(async () => {
  victim = await makeVictim()
  absent = absentTarget(victim.target)
  attackers = await gatherAttackers(victim)
})

/** A fingerprint of everything an attack could have changed: organisations, pending ones, the host, the staff. */
async function fingerprintOfAll(): Promise<string> {
  const { target, staff } = victim
  return fingerprint([target.organisationId, ...target.waiting], {
    hosts: [target.hostId],
    hypervisors: [target.hypervisorId],
    address_pools: [target.addressPoolId],
    staff_accounts: Object.values(staff).map((each) => each.staffId),
  })
}

async function waitUntilIdle(): Promise<void> {
  await until('nothing is on its way', () => isIdle(victim.target.organisationId))
}

const victims = watchUntouched(async () => {
  await waitUntilIdle()
  return fingerprintOfAll()
})

const isEnrolling = (name: string) => ['enableStaffSecondFactorAction', 'signOutStaffAction'].includes(name)

/** A response may repeat the requested id. */
const withoutIds = (value: unknown) =>
  JSON.parse(JSON.stringify(value ?? null).replace(/([a-z]{3})_[0-9a-z]{26}/g, '$1')) as unknown

const deal = dealByTurns()

for (const [name, entry] of Object.entries(actions)) {
  const surface = entry.scope === 'staff' ? 'operator' : 'portal'
  // The common code of all actions knows sessions and organisations; only the roles are each action's own.
  const some = deal(entry.scope)

  test(`${name}: no one without permission succeeds`, async () => {
    await victims.begin()
    const argument = () => argumentOf(entry, victim.target)
    const seen: Record<string, string> = {}
    const expected: Record<string, string> = {}
    const attack = async (who: string, cookie: string | undefined, given: unknown, code: string) => {
      seen[who] = (await callAction(name, given, cookie === undefined ? {} : { cookie })).code
      expected[who] = code
    }

    if (entry.scope !== 'public') {
      for (const [who, cookie] of some(Object.entries(attackers.strangers[surface]), 1))
        await attack(who, cookie, argument(), 'unauthenticated')
    }
    if (entry.scope === 'organisation') {
      for (const [role, cookie] of Object.entries(attackers.members))
        if (entry.allowed && !(entry.allowed as readonly string[]).includes(role))
          await attack(role, cookie, argument(), 'forbidden')
      if (entry.withoutFactor !== 'same' && entry.allowed?.includes('owner'))
        await attack(
          'owner without a factor',
          attackers.ownerWithoutFactor,
          argument(),
          'second_factor_setup_required',
        )
      for (const [organisation, target] of some(
        [
          ['others', victim.target],
          ['nobody', absent],
        ] as const,
        1,
      ))
        await attack(
          `outsider, an organisation of ${organisation}`,
          attackers.outsider.cookie,
          argumentOf(entry, target),
          'not_found',
        )
    }
    if (entry.scope === 'staff') {
      for (const [role, cookie] of Object.entries(attackers.staff))
        if (entry.allowed && !(entry.allowed as readonly string[]).includes(role))
          await attack(role, cookie, argument(), 'forbidden')
      if (!isEnrolling(name))
        await attack(
          'staff without a factor',
          attackers.staffWithoutFactor,
          argument(),
          'second_factor_setup_required',
        )
    }
    expect(seen).toEqual(expected)
    await victims.expectSame()
  })

  if ((entry.scope === 'organisation' || entry.scope === 'account') && namesThings(entry))
    test(`${name}: things of others look like things that do not exist`, async () => {
      await victims.begin()
      const { organisationId, owner } = attackers.outsider
      // A fresh session: destructive actions would otherwise stop before any lookup.
      const cookie = cookieOf('portal', await openSessionOf(owner))
      const answers: { status: number; result: unknown }[] = []
      for (const target of [victim.target, absent]) {
        const argument = argumentOf(entry, target, organisationId)
        const { status, result } = await callAction(name, argument, { cookie })
        answers.push({ status, result: withoutIds(result) })
      }
      expect(answers[0]).toEqual(answers[1])
      expect(JSON.stringify(answers[0])).toMatch(/"(not_found|invalid_input)"/)
      await victims.expectSame()
    })
}

const destroying = [
  'deleteInstanceAction',
  'deleteVolumeAction',
  'protectVolumeAction',
  'deleteBalancerAction',
]

for (const name of [...destroying, ...provenActions])
  test(`${name}: a session that is no longer fresh is no proof`, async () => {
    await waitUntilIdle()
    const entry = actions[name]
    if (!entry) throw new Error(`the matrix has no ${name}`)
    const isStaff = entry.scope === 'staff'
    const person = isStaff ? victim.staff.administrator : victim.organisation.owner
    const cookie = cookieOf(person.surface, await openSessionOf(person))
    await ageSessionsOf(person)
    const before = await fingerprintOfAll()
    const argument = { ...argumentOf(entry, victim.target), ...askingArguments[name] }
    expect((await callAction(name, argument, { cookie })).code).toBe('proof_required')
    expect(await fingerprintOfAll()).toBe(before)
  })

test('staff can end only their own sessions', async () => {
  const cookie = attackers.staff.moderator ?? ''
  for (const { staffSessionId: sessionId } of [victim.target, absent])
    expect((await callAction('endStaffSessionAction', { sessionId }, { cookie })).code).toBe('not_found')
})

test('a suspended organisation can manage its own settings and nothing else', async () => {
  const { organisationId, cookie } = attackers.outsider
  await sql`update organisations set state = 'suspended' where id = ${organisationId}`
  const seen: Record<string, boolean> = {}
  const expected: Record<string, boolean> = {}
  for (const [name, entry] of Object.entries(actions)) {
    if (entry.scope !== 'organisation') continue
    const { code } = await callAction(name, argumentOf(entry, absent, organisationId), { cookie })
    seen[name] = code === 'organisation_not_active'
    expected[name] = entry.whileSuspended !== true
  }
  expect(seen).toEqual(expected)
})

for (const [name, entry] of Object.entries(actions))
  test(`${name}: everyone with permission succeeds`, async () => {
    await waitUntilIdle()
    const before = await fingerprintOfAll()
    const [role] = entry.allowed ?? [entry.scope === 'staff' ? 'administrator' : 'owner']
    const person =
      entry.scope === 'staff'
        ? victim.staff[role as keyof Victim['staff']]
        : victim.organisation.members[role as keyof Victim['organisation']['members']]
    expect(person).toBeDefined()
    const call =
      entry.scope === 'public' || !person
        ? {}
        : { cookie: cookieOf(person.surface, await openSessionOf(person)) }
    const answer = await callAction(name, argumentOf(entry, victim.target), call)
    expect(answer.code, JSON.stringify(answer.result)).toBe(entry.control)
    // The digest that attacks did not change does change when the same action is permitted.
    if (entry.control === 'ok' && !entry.leavesAll && (entry.scope === 'organisation' || entry.allowed))
      expect(await fingerprintOfAll()).not.toBe(before)
  })
