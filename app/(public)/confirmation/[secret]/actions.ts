'use server'
import { headers } from 'next/headers'
import { currentSession } from '~/app/_server/context'
import { defineAction } from '~/app/_server/define-action'
import {
  clearSignUpCookie,
  readSignUpCookie,
  setDeviceCookie,
  setSessionCookie,
} from '~/app/_server/session-cookie'
import { confirmEmail } from '~/lib/identity'
import { confirmEmailInput } from '~/lib/identity/schema'

/** A browser in which someone is signed in stays with that person. */
export const confirmEmailAction = defineAction(
  { surface: 'portal', scope: 'public', schema: confirmEmailInput },
  async (ctx, input) => {
    const isSignedIn = (await currentSession()) !== null
    const { session } = await confirmEmail(ctx, input, {
      signUpToken: isSignedIn ? null : await readSignUpCookie(),
      userAgent: (await headers()).get('user-agent'),
    })
    if (session) {
      await setSessionCookie(session.secret)
      await setDeviceCookie(session.deviceToken)
      // Kept until then: the link of another sign-up, or a refusal, does not use it up.
      await clearSignUpCookie()
    }
    return { isSignedIn: session !== null }
  },
)
