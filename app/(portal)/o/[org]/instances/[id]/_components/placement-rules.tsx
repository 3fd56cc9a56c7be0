'use client'
import { useTranslations } from 'next-intl'
import type { InstancePage } from '~/app/_client/compute'
import { useReason } from '~/components/compute/use-reason'
import { StatePill } from '~/components/ui/display/state-pill'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import type { RuleView } from '~/lib/placement/client'
import { instanceCan } from '~/lib/resources/client'
import type { InstanceActs } from './use-instance-actions'

type Props = { page: InstancePage; act: InstanceActs; mayOperate: boolean }

/** The server's placement rules, whether its current location keeps them, and the move that would repair them. */
export default function PlacementRules({ page, act, mayOperate }: Props) {
  const t = useTranslations('compute.placement')
  const errors = useTranslations('errors')
  const reason = useReason(mayOperate)
  const { instance, placement, repair } = page
  return (
    <div className="border-t border-line px-4.5 py-3.5">
      <h3 className="mb-2 text-sm font-semibold">{t('rules')}</h3>
      <ul className="grid gap-2.5">
        {placement?.rules.map((rule) => (
          <Rule key={rule.id} rule={rule} />
        ))}
      </ul>
      {repair?.isPossible && (
        <div className="mt-3.5">
          <ConfirmButton
            label={t('repair')}
            refusal={reason(instanceCan.move(instance))}
            title={t('repairTitle', { name: instance.name })}
            onConfirm={act.repair}
          >
            <p>{instance.state === 'running' ? t('repairRunning') : t('repairStopped')}</p>
            <p className="text-ink-2">{t('repairKept')}</p>
          </ConfirmButton>
        </div>
      )}
      {repair?.isPossible === false && instance.state !== 'moving' && (
        <p className="mt-3 text-sm text-ink-2">{errors(`reason.${repair.reason}`)}</p>
      )}
    </div>
  )
}

function Rule({ rule }: { rule: RuleView }) {
  const t = useTranslations('compute.placement')
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1">
      <span className="min-w-0">
        {t(`rule.${rule.relation}.${rule.level}`)}
        <span className="block text-sm text-ink-3">
          {t('group', { name: rule.name, count: rule.members })} · {t(`strength.${rule.strength}`)}
        </span>
      </span>
      <StatePill tone={rule.isKept ? 'ok' : rule.strength === 'must' ? 'bad' : 'warn'}>
        {rule.isKept ? t('kept') : t('broken')}
      </StatePill>
    </li>
  )
}
