'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Card } from '~/components/ui/display/card'
import { RadioGroup } from '~/components/ui/fields/radio-group'
import { TextField } from '~/components/ui/fields/text-field'
import { type HostState, type HostView, hostCan, hostPermits } from '~/lib/datacentre/client'
import type { ActionResult } from '~/lib/kernel/action-result'

type Input = { hostId: string; to: HostState; reason: string }
type Props = {
  host: HostView
  since: string
  mayChange: boolean
  action: (input: Input) => Promise<ActionResult<void>>
}

/** The host's state with its reason, and the possible transitions. */
export function StateCard({ host, since, mayChange, action }: Props) {
  const t = useTranslations('inventory')
  const router = useRouter()
  const moves = hostPermits[host.state].declares
  return (
    <Card
      title={<span className="inline-block first-letter:uppercase">{t(`state.${host.state}`)}</span>}
      note={since}
    >
      <div className="grid gap-4">
        {host.stateReason && (
          <p>
            <span className="block text-sm text-ink-3">{t('host.reason')}</span>
            {host.stateReason}
          </p>
        )}
        <p className="text-ink-2">{t(`stateHelp.${host.state}`)}</p>
        {!mayChange && <p className="text-sm text-ink-3">{t('host.mayNot')}</p>}
        {mayChange && moves.length === 0 && <p className="text-sm text-ink-3">{t('host.noMove')}</p>}
        {mayChange && moves.length > 0 && (
          <ActionForm
            key={host.state}
            action={action}
            extra={{ hostId: host.id }}
            successToast={t('host.changed')}
            onSuccess={() => router.refresh()}
          >
            <RadioGroup
              name="to"
              legend={t('host.to')}
              defaultValue={moves[0] ?? ''}
              options={moves.map((to) => {
                const decision = hostCan.move(host, to)
                return {
                  value: to,
                  label: t(`state.${to}`),
                  hint: decision.allowed ? t(`stateHelp.${to}`) : t(`refusal.${decision.reason}`),
                  disabled: !decision.allowed,
                }
              })}
            />
            <TextField
              name="reason"
              label={t('host.reason')}
              hint={t('host.reasonHint')}
              minLength={3}
              maxLength={300}
            />
            <p className="text-sm text-ink-2">{t('host.carries', { count: host.allocations })}</p>
            <SubmitButton>{t('host.confirm')}</SubmitButton>
          </ActionForm>
        )}
      </div>
    </Card>
  )
}
