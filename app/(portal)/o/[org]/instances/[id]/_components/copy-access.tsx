'use client'
import { useLocale, useTranslations } from 'next-intl'
import { Checkbox } from '~/components/ui/fields/checkbox'
import { formatMoney, type Locale } from '~/lib/kernel/text/format'
import type { CopyAccess } from '~/lib/ordering/client'

/** What the person keeps of how the source server is reached. */
export type KeptAccess = { address: boolean; ssh: boolean }
/** The same, in the form of the request. */
export type AskedAccess = {
  publicAddress?: true
  sshAccess?: NonNullable<CopyAccess['ssh']>['input']
}

/** As the source was ordered; opening SSH to everyone needs another decision. */
export const keptFirst = ({ addressCents, ssh }: CopyAccess): KeptAccess => ({
  address: addressCents !== null,
  ssh: ssh !== null && ssh.input.from !== 'everyone',
})

const hasAddress = ({ addressCents }: CopyAccess, kept: KeptAccess) => addressCents !== null && kept.address
const offeredSsh = (access: CopyAccess, kept: KeptAccess) =>
  hasAddress(access, kept) || access.ssh?.isKeptByIpv6 ? access.ssh : null

export function askedAccess(access: CopyAccess, kept: KeptAccess): AskedAccess {
  const ssh = kept.ssh && offeredSsh(access, kept)
  return {
    ...(hasAddress(access, kept) ? { publicAddress: true } : {}),
    ...(ssh ? { sshAccess: ssh.input } : {}),
  }
}

type Props = { access: CopyAccess; kept: KeptAccess; onChange: (kept: KeptAccess) => void }

/** Network, public address and SSH of a server from a snapshot, as its source has them. */
export function CopyAccessFields({ access, kept, onChange }: Props) {
  const t = useTranslations('snapshots.server.access')
  const locale = useLocale() as Locale
  const { networkName, addressCents } = access
  const ssh = offeredSsh(access, kept)
  return (
    <>
      {networkName !== null && <p>{t('network', { network: networkName })}</p>}
      {addressCents !== null && (
        <Checkbox
          name="copy-address"
          label={t('address', { price: formatMoney(BigInt(addressCents), locale) })}
          checked={kept.address}
          onChange={(event) => onChange({ ...kept, address: event.currentTarget.checked })}
        />
      )}
      {ssh && (
        <Checkbox
          name="copy-ssh"
          label={
            ssh.input.from === 'everyone' ? t('sshEveryone') : t('ssh', { sources: ssh.sources.join(', ') })
          }
          checked={kept.ssh}
          onChange={(event) => onChange({ ...kept, ssh: event.currentTarget.checked })}
        />
      )}
    </>
  )
}
