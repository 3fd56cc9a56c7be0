import './globals.css'
import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import { getLocale } from 'next-intl/server'
import type { ReactNode } from 'react'
import { productName } from '~/components/brand/logo'
import { RootMessages } from '~/components/layout/client-messages'
import { asTheme, themeCookie } from '~/components/layout/themes'
import { earlyPressScript } from '~/components/ui/fields/early-press'
import { Body } from './_client/body'
import { CspNonce } from './_client/csp-nonce'
import { Providers } from './_client/providers'
import { pageNonce } from './_server/page-nonce'
import { fontClasses } from './fonts'

export const metadata: Metadata = {
  title: { default: productName, template: `%s · ${productName}` },
  referrer: 'same-origin',
  formatDetection: { telephone: false, email: false, address: false },
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1 }

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = asTheme((await cookies()).get(themeCookie)?.value)
  const nonce = await pageNonce()
  return (
    <html lang={await getLocale()} className={`${theme} ${fontClasses}`}>
      <head>
        <CspNonce nonce={nonce} />
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours, with the nonce of this page. */}
        <script nonce={nonce} dangerouslySetInnerHTML={{ __html: earlyPressScript }} />
      </head>
      <Body>
        <RootMessages>
          <Providers>{children}</Providers>
        </RootMessages>
      </Body>
    </html>
  )
}
