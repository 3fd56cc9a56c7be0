import { useTranslations } from 'next-intl'
import { ScrollRegion } from '~/components/table/scroll-region'
import { Card } from '~/components/ui/display/card'
import { Copyable } from '~/components/ui/display/copyable'
import { TextLink } from '~/components/ui/links/text-link'
import type { NamesPage, NameView } from '~/lib/names/client'
import { routes } from '~/lib/routes'
import { addNameAction, removeNameAction } from '../actions'
import { AddName } from './add-name'
import { NameState } from './name-state'
import { RemoveName } from './remove-name'
import { ReverseNames } from './reverse-names'

type Props = { organisationId: string; page: NamesPage; refusal: string | undefined }

/** The names of the organisation in DNS, and the names that its addresses answer with. */
export function NamesCard({ organisationId, page: { names, reverse, projects }, refusal }: Props) {
  const t = useTranslations('names')
  const isMoving = [...names, ...reverse].some(({ state }) => state === 'pending')
  return (
    <Card
      title={t('title')}
      actions={
        <AddName
          organisationId={organisationId}
          projects={projects}
          isPending={isMoving}
          refusal={projects.length === 0 ? t('noZone') : refusal}
          action={addNameAction}
        />
      }
      padded={false}
    >
      {names.length === 0 ? (
        <p className="p-4.5 text-ink-2">{t('empty')}</p>
      ) : (
        <ScrollRegion isWhole label={t('title')}>
          <table className="data-table stacked w-full [&_tbody_tr:last-child_th]:border-b-0">
            <caption className="sr-only">{t('title')}</caption>
            <thead>
              <tr>
                {(['name', 'leadsTo', 'project', 'state', 'act'] as const).map((column) => (
                  <th key={column} scope="col" className="text-left">
                    {t(`column.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {names.map((each) => (
                <tr key={each.id}>
                  <th scope="row" className="text-left font-medium">
                    <div className="first-cell">
                      <Copyable text={each.name} what={t('column.name')} />
                    </div>
                  </th>
                  <td data-label={t('column.leadsTo')}>
                    <Target organisationId={organisationId} name={each} />
                  </td>
                  <td data-label={t('column.project')}>{each.projectName}</td>
                  <td className="stack-end">
                    <NameState state={each.state} failure={each.failure} />
                  </td>
                  <td className="stack-act">
                    {each.kind === 'server' ? (
                      <span className="text-sm text-ink-3">{t('follows')}</span>
                    ) : (
                      <RemoveName
                        organisationId={organisationId}
                        nameId={each.id}
                        name={each.name}
                        refusal={refusal}
                        action={removeNameAction}
                      />
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
      {reverse.length > 0 && (
        <ReverseNames organisationId={organisationId} reverse={reverse} refusal={refusal} />
      )}
      <p className="border-t border-line px-4.5 py-2.5 text-sm text-ink-2">{t('note')}</p>
    </Card>
  )
}

function Target({ organisationId, name }: { organisationId: string; name: NameView }) {
  return (
    <span className="grid sm:min-w-max">
      {name.server && (
        <TextLink href={routes.org.instance(organisationId, name.server.id)}>{name.server.name}</TextLink>
      )}
      <span className="text-sm whitespace-nowrap text-ink-2">{name.leadsTo.join(', ') || '–'}</span>
    </span>
  )
}
