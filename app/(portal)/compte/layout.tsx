import type { ReactNode } from 'react'
import { currentSession } from '~/app/_server/context'
import { currentSurface } from '~/app/_server/surface'
import { MemberShell } from '../_shell/member-shell'

/** The layout of a person's pages outside any organisation. A layout checks no access; each page does. */
export default async function AccountLayout({ children }: { children: ReactNode }) {
  const session = currentSurface() === 'portal' ? await currentSession() : null
  return session ? <MemberShell session={session}>{children}</MemberShell> : children
}
