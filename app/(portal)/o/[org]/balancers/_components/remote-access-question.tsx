import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Callout } from '~/components/ui/display/callout'
import { Checkbox } from '~/components/ui/fields/checkbox'
import {
  type BalancerSettings,
  opensRemoteAccess,
  type RemoteAccess,
  remoteAccessName,
} from '~/lib/resources/client'
import { type Draft, settingsOf } from './balancer-draft'

type Question = { opened: RemoteAccess[]; isConfirmed: boolean; onConfirm: (isConfirmed: boolean) => void }

/** What the settings open that has to be confirmed, and the answer, which holds only for what was shown with it. */
export function useRemoteAccess(draft: Draft, former?: BalancerSettings): Question {
  const opened = opensRemoteAccess(settingsOf(draft), former)
  const asked = opened.join(' ')
  const [confirmed, setConfirmed] = useState('')
  return {
    opened,
    isConfirmed: asked !== '' && confirmed === asked,
    onConfirm: (isConfirmed) => setConfirmed(isConfirmed ? asked : ''),
  }
}

/** The answer as the action takes it. Pure. */
export const confirmOf = ({ isConfirmed }: Pick<Question, 'isConfirmed'>): { confirm?: true } =>
  isConfirmed ? { confirm: true } : {}

/** The second question before SSH or RDP is opened to everyone; nothing while the settings open neither. */
export function RemoteAccessQuestion({ name, opened, isConfirmed, onConfirm }: Question & { name: string }) {
  const t = useTranslations('balancers.form.remoteAccess')
  if (opened.length === 0) return null
  return (
    <Callout tone="warn" title={t('title', { access: remoteAccessName(opened) })} live>
      <p>{t('text')}</p>
      <Checkbox
        name={name}
        label={t('confirm')}
        required
        checked={isConfirmed}
        onChange={(event) => onConfirm(event.currentTarget.checked)}
      />
    </Callout>
  )
}
