'use server'
import { defineAction } from '~/app/_server/define-action'
import { setSignUpCookie } from '~/app/_server/session-cookie'
import { issueSignUpToken, registerOrganisation, signUpOrganisation } from '~/lib/identity'
import { registerOrganisationInput, signUpInput } from '~/lib/identity/schema'

export const signUpAction = defineAction(
  { surface: 'portal', scope: 'public', schema: signUpInput },
  async (ctx, input) => {
    const { outcome, accountId, linkExpiresAt } = await signUpOrganisation(ctx, input)
    await setSignUpCookie(issueSignUpToken(accountId, ctx.now))
    return { outcome, linkExpiresAt: linkExpiresAt.toISOString() }
  },
)

export const registerOrganisationAction = defineAction(
  { surface: 'portal', scope: 'account', schema: registerOrganisationInput },
  registerOrganisation,
)
