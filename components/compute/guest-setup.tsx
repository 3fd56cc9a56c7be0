import { useTranslations } from 'next-intl'

/** Without its routes: the way out of the server is by its first card. */
const lines = '[Match]\nName=eth1\n[Network]\nDHCP=ipv4\n[DHCPv4]\nUseRoutes=no'

/** What configures a further card inside the server, and what to do where nothing does. */
export function GuestSetup() {
  const t = useTranslations('compute.networks')
  return (
    <div className="text-sm text-ink-2">
      <p>{t('guest')}</p>
      <pre className="mt-2 overflow-x-auto rounded-md bg-sunken px-3 py-2 font-mono">{lines}</pre>
    </div>
  )
}
