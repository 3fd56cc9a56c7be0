'use client'
import { usePathname, useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useTransition } from 'react'
import type { PaletteExtras, PaletteItem } from '~/components/layout/nav-types'
import { keepPreference } from '~/components/layout/preference-cookie'
import { showTheme } from '~/components/layout/show-theme'
import { themes } from '~/components/layout/themes'
import { type InstanceTab, instanceTabs, routes } from '~/lib/routes'
import { serverActs } from '~/lib/search/client'
import { pageWords } from './palette-words'

export type PaletteRights = { operate: boolean }

/** Returns what the palette finds beyond the menu: parts of pages, acts on the server in view, and preferences. */
export function usePaletteExtras(organisationId: string, rights: PaletteRights): PaletteExtras {
  const router = useRouter()
  const pathname = usePathname()
  const [, startTransition] = useTransition()
  const t = useTranslations('palette')
  const shell = useTranslations('shell')
  const other = useLocale() === 'fr' ? 'en' : 'fr'
  const { org } = routes
  const part = (id: string, label: string, href: string, keywords: string): PaletteItem => ({
    id,
    label,
    href,
    keywords,
    kind: t('kind.page'),
  })
  const inView = (): PaletteItem[] => {
    const instanceId = /\/instances\/(ins_[0-9a-z]+)$/i.exec(pathname)?.[1]
    if (!instanceId || !rights.operate) return []
    return serverActs.map((act) => ({
      id: `here ${act}`,
      label: t(`here.${act}`),
      href:
        act === 'console'
          ? org.console(organisationId, instanceId)
          : org.instance(organisationId, instanceId, { ...tabInView(), do: act }),
      kind: t('kind.act'),
      icon: 'server',
    }))
  }
  return {
    words: pageWords,
    items: [
      ...inView(),
      part('network-map', t('networkMap'), org.networkMap(organisationId), 'plan schema carte map picture'),
      part(
        'certificates',
        t('certificates'),
        org.certificates(organisationId),
        'https tls ssl acme lets encrypt',
      ),
      part(
        'security',
        t('security'),
        routes.account.security(),
        'mot de passe password second facteur 2fa totp session compte account',
      ),
      ...themes.map(
        (theme): PaletteItem => ({
          id: `theme ${theme}`,
          label: shell('theme', { theme: shell(`themes.${theme}`) }),
          keywords: `theme mode couleur ${{ light: 'clair light jour', dark: 'sombre dark nuit', system: 'auto' }[theme]}`,
          kind: t('kind.act'),
          onAct: () => {
            keepPreference('theme', theme)
            showTheme(theme)
          },
        }),
      ),
      {
        id: 'language',
        label: shell(`otherLanguage.${other}`),
        keywords: 'langue language anglais francais english french',
        kind: t('kind.act'),
        onAct: () => {
          keepPreference('locale', other)
          startTransition(() => router.refresh())
        },
      },
    ],
  }
}

/** The tab of the server's page: an act leaves it in view. The palette is open only in a browser. */
function tabInView(): { tab?: InstanceTab } {
  const shown = new URLSearchParams(window.location.search).get('tab')
  const tab = instanceTabs.find((each) => each === shown)
  return tab ? { tab } : {}
}
