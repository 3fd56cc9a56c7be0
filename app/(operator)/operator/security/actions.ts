'use server'
import { redirect } from 'next/navigation'
import { defineAction } from '~/app/_server/define-action'
import { clearSessionCookie, setSessionCookie } from '~/app/_server/session-cookie'
import {
  changePassword,
  confirmIdentity,
  enableSecondFactor,
  endOtherSessions,
  endSession,
  renewRecoveryCodes,
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

const staff = { surface: 'operator', scope: 'staff' } as const
/** Staff without a second factor may only enrol one and sign out. */
const enrolling = { surface: 'operator', scope: 'account' } as const

export const enableStaffSecondFactorAction = defineAction(
  { ...enrolling, schema: enableSecondFactorInput },
  async (ctx, input) => {
    const { recoveryCodes, sessionSecret } = await enableSecondFactor(ctx, input)
    await setSessionCookie(sessionSecret)
    return { recoveryCodes }
  },
)

export const renewStaffRecoveryCodesAction = defineAction(
  { ...staff, schema: secondFactorCodeInput },
  renewRecoveryCodes,
)

export const confirmStaffIdentityAction = defineAction(
  { ...staff, schema: confirmIdentityInput },
  async (ctx, input) => setSessionCookie((await confirmIdentity(ctx, input)).sessionSecret),
)

export const changeStaffPasswordAction = defineAction(
  { ...staff, schema: changePasswordInput },
  changePassword,
)

export const endStaffSessionAction = defineAction({ ...staff, schema: endSessionInput }, endSession)

export const endOtherStaffSessionsAction = defineAction({ ...staff, schema: nothing }, endOtherSessions)

export const signOutStaffAction = defineAction({ ...enrolling, schema: nothing }, async (ctx) => {
  await signOut(ctx)
  await clearSessionCookie()
  redirect(routes.operator.signIn())
})
