import { useTranslations } from 'next-intl'
import { RuleTable } from '~/components/firewall/rule-table'
import { ruleText } from '~/components/firewall/rule-texts'
import { Card } from '~/components/ui/display/card'
import { StatePill } from '~/components/ui/display/state-pill'
import type { ProjectFirewall, RuleSetView } from '~/lib/resources/client'
import { AttachButton } from './attach-button'
import { EditButton } from './edit-button'
import { RenameSet } from './rename-set'
import { RuleButton } from './rule-button'

type Props = {
  organisationId: string
  firewall: ProjectFirewall
  set: RuleSetView
  level: 2 | 3
  refusal: string | undefined
}

/** One rule set: what it is attached to, its rules, and what can be done with it. */
export function RuleSetCard({ organisationId, firewall, set, level, refusal }: Props) {
  const t = useTranslations('firewall')
  const name = set.name ?? t('setOf', { network: set.owner?.name ?? '' })
  const { networks, servers, tags } = firewall
  const offered = { networks, servers, tags }
  const own = networks.find(({ id }) => id === set.owner?.id)
  const isPending = networks.some(
    ({ id, standing }) =>
      standing === 'pending' && (id === set.owner?.id || set.networks.some((each) => each.id === id)),
  )
  const targets = [
    ...set.networks.map((network) => ({ ...network, do: 'detach_network' as const })),
    ...set.servers.map((server) => ({ ...server, do: 'detach_server' as const })),
  ]
  return (
    <Card
      id={set.id}
      level={level}
      title={name}
      note={set.owner ? t('ownNote') : t('attached', { count: targets.length })}
      actions={
        <>
          {isPending && (
            <StatePill tone="info" busy>
              {t('pending')}
            </StatePill>
          )}
          <RuleButton
            organisationId={organisationId}
            setId={set.id}
            setName={name}
            offered={offered}
            isPending={isPending}
            refusal={refusal}
          />
          {set.owner === null && (
            <>
              <AttachButton
                organisationId={organisationId}
                setId={set.id}
                setName={name}
                networks={networks.filter(({ id }) => !set.networks.some((each) => each.id === id))}
                servers={servers.filter(({ id }) => !set.servers.some((each) => each.id === id))}
                refusal={refusal}
              />
              <RenameSet organisationId={organisationId} setId={set.id} name={name} refusal={refusal} />
              <EditButton
                organisationId={organisationId}
                edit={{ do: 'delete_set', setId: set.id }}
                label={t('delete')}
                title={t('deleteTitle', { name })}
                submit={t('delete')}
                done={t('deleted', { name })}
                danger
                refusal={refusal}
              />
            </>
          )}
          {own?.canFilterInside && (
            <EditButton
              organisationId={organisationId}
              edit={{ do: 'filter_inside', networkId: own.id, isFiltered: !own.filtersInside }}
              label={t(own.filtersInside ? 'inside.stop' : 'inside.start')}
              title={t(own.filtersInside ? 'inside.stopTitle' : 'inside.startTitle', { network: own.name })}
              submit={t(own.filtersInside ? 'inside.stop' : 'inside.start')}
              done={t('changed')}
              refusal={refusal}
            />
          )}
        </>
      }
      padded={false}
    >
      {targets.length > 0 && (
        <ul className="flex flex-wrap gap-2 px-4.5 pt-3" aria-label={t('attachedTo')}>
          {targets.map((target) => (
            <li
              key={target.id}
              className="inline-flex items-center gap-1.5 rounded-small border border-line bg-sunken py-0.5 pl-2.5 text-sm"
            >
              {target.name}
              <EditButton
                organisationId={organisationId}
                edit={
                  target.do === 'detach_network'
                    ? { do: target.do, setId: set.id, networkId: target.id }
                    : { do: target.do, setId: set.id, instanceId: target.id }
                }
                label={t('detach')}
                labelInFull={t('detachInFull', { name, target: target.name })}
                title={t('detachInFull', { name, target: target.name })}
                submit={t('detach')}
                done={t('changed')}
                refusal={refusal}
              />
            </li>
          ))}
        </ul>
      )}
      {set.rules.length === 0 ? (
        <p className="p-4.5 text-ink-2">{t(set.owner ? 'noRuleOwn' : 'noRule')}</p>
      ) : (
        <div className={targets.length > 0 ? 'pt-2' : undefined}>
          <RuleTable
            caption={t('rulesOf', { name })}
            rules={set.rules}
            actionsOf={(rule) => (
              <span className="flex flex-wrap gap-1">
                <RuleButton
                  organisationId={organisationId}
                  setId={set.id}
                  setName={name}
                  rule={rule}
                  offered={offered}
                  isPending={false}
                  refusal={refusal}
                />
                <EditButton
                  organisationId={organisationId}
                  edit={{ do: 'remove_rule', ruleId: rule.id }}
                  label={t('remove')}
                  labelInFull={t('removeInFull', { rule: ruleText(rule, t) })}
                  title={t('removeInFull', { rule: ruleText(rule, t) })}
                  submit={t('remove')}
                  done={t('removed')}
                  refusal={refusal}
                />
              </span>
            )}
          />
        </div>
      )}
    </Card>
  )
}
