import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import type { OperationGroup } from '~/lib/api/client'
import { routes } from '~/lib/routes'
import { MethodLabel } from './method-label'

type Props = { groups: readonly OperationGroup[] }

/** The operations by subject. */
export function OperationList({ groups }: Props) {
  const t = useTranslations('apiReference')
  return (
    <>
      {groups.length === 0 && <EmptyState title={t('found', { count: 0 })}>{t('noneFound')}</EmptyState>}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        {groups.map(({ tag, operations }) => (
          <Card key={tag} id={tag} title={t(`tag.${tag}`)} padded={false}>
            <ul className="divide-y divide-line">
              {operations.map(({ id, method, path, summary }) => (
                <li key={id}>
                  <Link
                    href={routes.apiOperation(id)}
                    prefetch={false}
                    className="grid gap-0.5 px-4.5 py-2 hover:bg-sunken"
                  >
                    <span className="font-medium">{summary}</span>
                    <span className="flex min-w-0 items-baseline gap-2 text-sm text-ink-2">
                      <MethodLabel method={method} />
                      <code className="min-w-0 wrap-anywhere">{path}</code>
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          </Card>
        ))}
      </div>
    </>
  )
}
