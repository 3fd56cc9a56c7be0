'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { balancerQuery } from '~/app/_client/balancers'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { loadQueries } from '~/components/ui/queries'
import type { BalancerForm, BalancerView } from '~/lib/resources/client'
import { routes } from '~/lib/routes'
import { changeBalancerAction } from '../actions'
import { draftOf, settingsOf } from './balancer-draft'
import { confirmOf, RemoteAccessQuestion, useRemoteAccess } from './remote-access-question'
import { SettingsFields } from './settings-fields'
import { withFieldOnScreen } from './with-field-on-screen'

type Props = {
  organisationId: string
  balancer: Pick<BalancerView, 'id' | 'settings'> & { networkId: string }
  form: Pick<BalancerForm, 'servers' | 'certificates'>
}
type Input = Parameters<typeof changeBalancerAction>[0]

/** Listeners, servers and health of a load balancer that exists. */
export function ChangeForm({ organisationId, balancer, form }: Props) {
  const t = useTranslations('balancers.form')
  const router = useRouter()
  const [draft, setDraft] = useState(() => draftOf(balancer.settings))
  const question = useRemoteAccess(draft, balancer.settings)
  return (
    <ActionForm<Input, void>
      action={(input) => withFieldOnScreen(changeBalancerAction(input))}
      prepare={() => ({
        organisationId,
        balancerId: balancer.id,
        settings: settingsOf(draft),
        ...confirmOf(question),
      })}
      successToast={t('saved')}
      onSuccess={() => {
        const { queryKey } = balancerQuery(organisationId, balancer.id)
        loadQueries().then(
          (queries) => queries.removeQueries({ queryKey }),
          () => undefined,
        )
        router.push(routes.org.balancer(organisationId, balancer.id))
        router.refresh()
      }}
      className="max-w-4xl"
    >
      <SettingsFields
        organisationId={organisationId}
        prefix="settings."
        form={form}
        networkId={balancer.networkId}
        draft={draft}
        onChange={setDraft}
      >
        <RemoteAccessQuestion name="confirm" {...question} />
      </SettingsFields>
      <SubmitButton size="lg">{t('save')}</SubmitButton>
    </ActionForm>
  )
}
