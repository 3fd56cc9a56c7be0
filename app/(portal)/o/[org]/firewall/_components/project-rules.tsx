import { useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import type { ProjectFirewall } from '~/lib/resources/client'
import { ReachCard } from './reach-card'
import { RuleSetCard } from './rule-set-card'

type Props = {
  organisationId: string
  firewall: ProjectFirewall
  /** The organisation has one project: its name is not shown. */
  isOnly: boolean
  refusal: string | undefined
}

/** The rule sets of one project, then who reaches whom. */
export function ProjectRules({ organisationId, firewall, isOnly, refusal }: Props) {
  const t = useTranslations('firewall')
  const isEmpty = firewall.sets.length === 0
  return (
    <section className="grid gap-5" aria-label={firewall.projectName}>
      {!isOnly && <h2 className="text-xl">{t('project', { project: firewall.projectName })}</h2>}
      {isEmpty && (
        <Card>
          <p className="text-ink-2">{t('empty')}</p>
        </Card>
      )}
      {firewall.sets.map((set) => (
        <RuleSetCard
          key={set.id}
          organisationId={organisationId}
          firewall={firewall}
          set={set}
          level={isOnly ? 2 : 3}
          refusal={refusal}
        />
      ))}
      {firewall.reach.servers.length > 0 && (
        <ReachCard
          reach={firewall.reach}
          level={isOnly ? 2 : 3}
          projectName={isOnly ? null : firewall.projectName}
        />
      )}
    </section>
  )
}
