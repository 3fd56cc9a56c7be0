import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { PublicShell } from '~/components/layout/public-shell'
import { asTheme, themeCookie } from '~/components/layout/themes'
import { routes } from '~/lib/routes'

/** Layout of a person's pages outside any organisation. */
export default async function AccountLayout({ children }: { children: ReactNode }) {
  const theme = asTheme((await cookies()).get(themeCookie)?.value)
  return (
    <PublicShell theme={theme} accountHref={routes.account.start()}>
      {children}
    </PublicShell>
  )
}
