import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Logo, productName } from '~/components/brand/logo'
import { LinkButton } from '~/components/ui/links/link-button'
import { routes } from '~/lib/routes'
import { LocaleSwitch } from './locale-switch'
import { SkipLink } from './skip-link'
import { type Theme, ThemeSwitch } from './theme-switch'

type Props = {
  theme: Theme
  /** For signed-in visitors: the link back to their organisation. */
  accountHref?: string
  /** The operator's sign-in page has no links to offers or sign-up. */
  isOperator?: boolean
  /** `true` lets the page extend from edge to edge. */
  wide?: boolean
  children: ReactNode
}

const navLink = 'rounded-control px-3 py-2 hover:bg-night-2 hover:text-on-night'

/** The layout of public pages. On a narrow screen the links are on a separate line. */
export function PublicShell({ theme, accountHref, isOperator = false, wide = false, children }: Props) {
  const t = useTranslations('shell')
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink />
      <header className="on-night bg-night text-on-night">
        <div className="mx-auto flex min-h-16 max-w-6xl flex-wrap items-center gap-x-2 gap-y-1 px-4 py-2.5 md:gap-x-6">
          <Link href={isOperator ? routes.operator.home() : routes.landing()}>
            <Logo />
          </Link>
          {!isOperator && (
            <nav
              aria-label={t('navigation')}
              className="flex gap-1 text-on-night-muted max-md:order-last max-md:-mx-3 max-md:basis-full"
            >
              {[
                { href: routes.catalogue(), label: t('public.catalogue') },
                { href: routes.zones(), label: t('public.zones') },
              ].map((link) => (
                <Link key={link.href} href={link.href} className={navLink}>
                  {link.label}
                </Link>
              ))}
              {!accountHref && (
                <Link href={routes.signIn()} className={`${navLink} md:hidden`}>
                  {t('public.signIn')}
                </Link>
              )}
            </nav>
          )}
          <div className="ml-auto flex flex-wrap items-center gap-1 md:gap-2">
            <LocaleSwitch onNight />
            <ThemeSwitch theme={theme} onNight />
            {!isOperator && <AccountLinks href={accountHref} />}
          </div>
        </div>
      </header>
      <main
        id="main"
        tabIndex={-1}
        className={wide ? 'flex-1 outline-none' : 'mx-auto w-full max-w-6xl flex-1 px-4 py-8 outline-none'}
      >
        {children}
      </main>
      <Footer isOperator={isOperator} />
    </div>
  )
}

function AccountLinks({ href }: { href: string | undefined }) {
  const t = useTranslations('shell')
  if (href) {
    return (
      <LinkButton href={href} variant="primary" size="sm">
        {t('public.mySpace')}
      </LinkButton>
    )
  }
  return (
    <>
      <Link href={routes.signIn()} className="rounded-control px-3 py-2 hover:bg-night-2 max-md:hidden">
        {t('public.signIn')}
      </Link>
      <LinkButton href={routes.signUp()} variant="primary" size="sm">
        {t('public.signUp')}
      </LinkButton>
    </>
  )
}

/** Only the customers' site has the legal documents. */
function Footer({ isOperator }: { isOperator: boolean }) {
  const t = useTranslations('shell')
  const links = [
    { href: routes.facts(), label: t('footer.facts') },
    { href: routes.status(), label: t('footer.status') },
    { href: routes.serviceLevels(), label: t('footer.serviceLevels') },
    { href: routes.apiReference(), label: t('footer.api') },
    { href: routes.legalNotice(), label: t('footer.legalNotice') },
    { href: routes.terms(), label: t('footer.terms') },
    { href: routes.dataProcessing(), label: t('footer.dataProcessing') },
    { href: routes.privacy(), label: t('footer.privacy') },
    { href: routes.accessibility(), label: t('footer.accessibility') },
  ]
  return (
    <footer className="border-t border-line">
      <div className="mx-auto flex max-w-6xl flex-wrap gap-x-6 gap-y-2 px-4 py-6 text-sm text-ink-2">
        <p className="mr-auto">{t('footer.tagline', { name: productName })}</p>
        {!isOperator && (
          <ul className="flex flex-wrap gap-x-5 gap-y-2">
            {links.map((link) => (
              <li key={link.href}>
                <Link href={link.href} className="hover:text-ink hover:underline">
                  {link.label}
                </Link>
              </li>
            ))}
          </ul>
        )}
      </div>
    </footer>
  )
}
