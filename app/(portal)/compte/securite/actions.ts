'use server'
import { redirect } from 'next/navigation'
import { defineAction } from '~/app/_server/define-action'
import { clearSessionCookie, setSessionCookie } from '~/app/_server/session-cookie'
import {
  changePassword,
  confirmIdentity,
  disableSecondFactor,
  enableSecondFactor,
  endOtherSessions,
  endSession,
  renewRecoveryCodes,
  resendEmailConfirmation,
  signOut,
} from '~/lib/identity'
import {
  changePasswordInput,
  confirmIdentityInput,
  enableSecondFactorInput,
  endSessionInput,
  nothing,
  secondFactorCodeInput,
} from '~/lib/identity/schema'
import { routes } from '~/lib/routes'

const account = { surface: 'portal', scope: 'account' } as const

export const enableSecondFactorAction = defineAction(
  { ...account, schema: enableSecondFactorInput },
  async (ctx, input) => {
    const { recoveryCodes, sessionSecret } = await enableSecondFactor(ctx, input)
    await setSessionCookie(sessionSecret)
    return { recoveryCodes }
  },
)

export const disableSecondFactorAction = defineAction(
  { ...account, schema: secondFactorCodeInput },
  async (ctx, input) => setSessionCookie((await disableSecondFactor(ctx, input)).sessionSecret),
)

export const renewRecoveryCodesAction = defineAction(
  { ...account, schema: secondFactorCodeInput },
  renewRecoveryCodes,
)

export const confirmIdentityAction = defineAction(
  { ...account, schema: confirmIdentityInput },
  async (ctx, input) => setSessionCookie((await confirmIdentity(ctx, input)).sessionSecret),
)

export const changePasswordAction = defineAction({ ...account, schema: changePasswordInput }, changePassword)

export const endSessionAction = defineAction({ ...account, schema: endSessionInput }, endSession)

export const endOtherSessionsAction = defineAction({ ...account, schema: nothing }, endOtherSessions)

export const resendConfirmationAction = defineAction({ ...account, schema: nothing }, resendEmailConfirmation)

export const signOutAction = defineAction({ ...account, schema: nothing }, async (ctx) => {
  await signOut(ctx)
  await clearSessionCookie()
  redirect(routes.signIn())
})
