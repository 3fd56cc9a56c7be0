import { globSync, readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { useTestDatabase } from '~/db/testing/use-test-database'
import { proofs, provenActions } from '~/e2e/authorisation/proof'
import * as billing from '~/lib/billing'
import { addAlertRecipient } from '~/lib/budgets'
import * as identity from '~/lib/identity'
import { contextOf, makeAccount, makeUnenrolledStaff, signInAs, visitor } from '~/lib/identity/testing/people'
import { renewCalendar } from '~/lib/incidents'
import { newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import * as qualifications from '~/lib/qualifications'
import { publishContract } from '~/lib/sla'
import * as usage from '~/lib/usage'
import * as webhooks from '~/lib/webhooks'
import { makeBuyer } from '~/testing/buyer'

const { sql } = useTestDatabase()
let owner: OpContext
let administrator: OpContext

/** The same person an hour after signing in with a second factor. */
const anHourLater = (ctx: OpContext): OpContext => {
  if (ctx.actor.kind !== 'account' && ctx.actor.kind !== 'staff') throw new Error('nobody is signed in')
  return { ...ctx, now: addSeconds(ctx.now, 3600), actor: { ...ctx.actor, secondFactorAt: ctx.now } }
}

beforeAll(async () => {
  const organisation = await makeBuyer(sql)
  await makeAccount('owner@example.test')
  await makeUnenrolledStaff(sql, 'administrator@example.test', ['administrator'])
  const { organisationId } = organisation
  owner = {
    ...anHourLater(await contextOf(visitor(), await signInAs(visitor(), 'owner@example.test'))),
    membership: { organisationId, organisationState: 'active', role: 'owner' },
  }
  const operator = visitor('operator')
  administrator = anHourLater(
    await contextOf(operator, await signInAs(operator, 'administrator@example.test')),
  )
})

/** The proof is required before any lookup, so ids of missing things suffice. */
const nothing = {} as never
const url = 'https://example.org/hook'

const portal: Record<string, (ctx: OpContext) => Promise<unknown>> = {
  signMandateAction: (ctx) => billing.signMandate(ctx, nothing),
  revokeMandateAction: (ctx) => billing.revokeMandate(ctx, nothing),
  createExportScheduleAction: (ctx) =>
    billing.createExportSchedules(ctx, { destination: 'mail', exports: [], day: 1, recipients: [] }),
  changeExportScheduleAction: (ctx) => billing.changeExportSchedule(ctx, nothing),
  addAlertRecipientAction: (ctx) => addAlertRecipient(ctx, nothing),
  leaveCommitmentAction: (ctx) => usage.leaveCommitment(ctx, nothing),
  renewCalendarAction: (ctx) => renewCalendar(ctx),
  changeMemberRoleAction: (ctx) =>
    identity.changeMemberRole(ctx, { memberId: newId('member'), role: 'owner' }),
  removeMemberAction: (ctx) => identity.removeMember(ctx, { memberId: newId('member') }),
  inviteMemberAction: (ctx) => identity.inviteMember(ctx, { email: '', role: 'owner', projectIds: [] }),
  acceptJoinRequestAction: (ctx) =>
    identity.acceptJoinRequest(ctx, { joinRequestId: newId('joinRequest'), role: 'billing' }),
  changeBillingSettingsAction: (ctx) =>
    billing.changeBillingSettings(ctx, {
      grouping: 'organisation',
      language: 'fr',
      vatStatus: 'not_taxable',
    }),
  changeBillingAction: (ctx) => identity.changeBilling(ctx, nothing),
  allowSelfApprovalAction: (ctx) => identity.allowSelfApproval(ctx, nothing),
  createWebhookAction: (ctx) => webhooks.createWebhook(ctx, { url, events: [] }),
  rotateWebhookSecretAction: (ctx) => webhooks.rotateWebhookSecret(ctx, nothing),
  createTokenAction: (ctx) => identity.createToken(ctx, nothing),
  rotateTokenAction: (ctx) => identity.rotateToken(ctx, nothing),
}

const operator: Record<string, (ctx: OpContext) => Promise<unknown>> = {
  changeBillingSellerAction: (ctx) => billing.changeBillingSeller(ctx, nothing),
  setVatRegimeAction: (ctx) => billing.setVatRegime(ctx, nothing),
  setCreditorAction: (ctx) => billing.setCreditor(ctx, nothing),
  declarePeriodAction: (ctx) => billing.declarePeriod(ctx, nothing),
  resendDeclarationAction: (ctx) => billing.resendDeclaration(ctx, nothing),
  setEreportingAction: (ctx) => billing.setEreporting(ctx, nothing),
  setConnectionAction: (ctx) => billing.setConnection(ctx, nothing),
  removeConnectionAction: (ctx) => billing.removeConnection(ctx, nothing),
  setCardProviderAction: (ctx) => billing.setCardProvider(ctx, nothing),
  switchCardsAction: (ctx) => billing.switchCards(ctx, nothing),
  refundCardPaymentAction: (ctx) => billing.refundCardPayment(ctx, nothing),
  decideSellerChangeAction: (ctx) => billing.decideSellerChange(ctx, nothing),
  decideCardRefundAction: (ctx) => billing.decideCardRefund(ctx, nothing),
  makeMeteringKeyAction: (ctx) => usage.createMeteringKey(ctx, nothing),
  replaceMeteringKeyAction: (ctx) => usage.replaceMeteringKey(ctx, nothing),
  withdrawMeteringKeyAction: (ctx) => usage.revokeMeteringKey(ctx, nothing),
  changeStaffRolesAction: (ctx) => identity.changeStaffRoles(ctx, nothing),
  disableStaffAction: (ctx) => identity.disableStaff(ctx, nothing),
  enableStaffAction: (ctx) => identity.enableStaff(ctx, nothing),
  resetStaffFactorAction: (ctx) => identity.resetStaffFactor(ctx, nothing),
  publishContractAction: (ctx) => publishContract(ctx, nothing),
  declareQualificationAction: (ctx) => qualifications.declareQualification(ctx, nothing),
  changeQualificationAction: (ctx) => qualifications.changeQualification(ctx, nothing),
  withdrawQualificationAction: (ctx) => qualifications.withdrawQualification(ctx, nothing),
}

for (const [people, useCases] of Object.entries({ portal, operator }))
  for (const [name, useCase] of Object.entries(useCases))
    test(`${name}: an old session must give a fresh proof`, async () => {
      const ctx = people === 'portal' ? owner : administrator
      await expect(useCase(ctx)).rejects.toMatchObject({
        code: 'proof_required',
        params: { proof: 'password' },
      })
    })

test('granting a role without financial rights needs no further proof', async () => {
  await expect(
    identity.changeMemberRole(owner, { memberId: newId('member'), role: 'reader' }),
  ).rejects.toMatchObject({
    code: 'not_found',
  })
})

test('removing the owner role needs a fresh proof', async () => {
  const [own] = await identity.listMembers(owner)
  await expect(
    identity.changeMemberRole(owner, { memberId: own?.id ?? newId('member'), role: 'reader' }),
  ).rejects.toMatchObject({ code: 'proof_required' })
})

test('every action that changes where money or documents go is called here with an old session', () => {
  expect(Object.keys({ ...portal, ...operator }).sort()).toEqual([...provenActions].sort())
})

test('every action is declared as changing where money or documents go or not', () => {
  const folders = globSync('app/**/actions.ts').map((file) =>
    file.slice('app/'.length, -'/actions.ts'.length),
  )
  expect(Object.keys(proofs).sort()).toEqual(folders.sort())
  for (const [folder, answer] of Object.entries(proofs)) {
    if (typeof answer === 'string') continue
    const source = readFileSync(`app/${folder}/actions.ts`, 'utf8')
    const names = [...source.matchAll(/^export const (\w+) =/gm)].map(([, name]) => name)
    expect(Object.keys(answer).sort(), folder).toEqual(names.sort())
  }
})
