'use client'
import { useLocale, useTranslations } from 'next-intl'
import { KeptName } from '~/components/compute/kept-name'
import { Button } from '~/components/ui/button'
import { Money } from '~/components/ui/money'
import { TextLink } from '~/components/ui/text-link'
import type { Id } from '~/lib/kernel/ids'
import { formatGb, type Locale } from '~/lib/kernel/text/format'
import type { BackupView } from '~/lib/resources/client'
import { routes } from '~/lib/routes'

type Act = 'restore' | 'remove'
type Props = {
  organisationId: string
  backups: readonly BackupView[]
  /** Why an act cannot be done with one of them; undefined when it can. */
  reasons: Record<Act, (backup: BackupView) => string | undefined>
  onAct: (act: Act, id: Id<'backup'>) => void
}

/** Backups, the newest first: of what, where each is kept, what it costs, and what can be done with it. */
export function BackupTable({ organisationId, backups, reasons, onAct }: Props) {
  const t = useTranslations('backups')
  const locale = useLocale() as Locale
  return (
    <table className="data-table w-full border-separate border-spacing-0 text-left">
      <caption className="sr-only">{t('list')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('name')}</th>
          <th scope="col" className="max-md:hidden">
            {t('volume')}
          </th>
          <th scope="col" className="max-sm:hidden">
            {t('where')}
          </th>
          <th scope="col" className="text-right max-lg:hidden">
            {t('size')}
          </th>
          <th scope="col" className="text-right max-sm:hidden">
            {t('monthly')}
          </th>
          <th scope="col">
            <span className="sr-only">{t('actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {backups.map((backup) => (
          <tr key={backup.id}>
            <td className="whitespace-normal">
              <KeptName
                name={backup.name}
                at={backup.takenAt}
                state={backup.state}
                stateText={t(`state.${backup.state}`)}
                failureCode={backup.failureCode}
              />
            </td>
            <td className="whitespace-normal max-md:hidden">
              {backup.volume.isThere ? (
                <TextLink href={routes.org.volume(organisationId, backup.volume.id)}>
                  {backup.volume.name}
                </TextLink>
              ) : (
                backup.volume.name
              )}
            </td>
            <td className="whitespace-normal max-sm:hidden">
              {backup.zone.name}
              <p className="text-sm text-ink-2">{t(`class.${backup.volumeClass}`)}</p>
            </td>
            <td className="text-right max-lg:hidden">{formatGb(backup.sizeGib, locale)}</td>
            <td className="text-right max-sm:hidden">
              {backup.state !== 'failed' && <Money bare cents={BigInt(backup.monthlyCents)} />}
            </td>
            <td>
              <div className="flex flex-wrap justify-end gap-2 sm:flex-nowrap">
                {backup.state !== 'failed' && (
                  <Button
                    size="sm"
                    aria-label={t('restoreNamed', { name: backup.name })}
                    disabledReason={reasons.restore(backup)}
                    onClick={() => onAct('restore', backup.id)}
                  >
                    {t('restore')}
                  </Button>
                )}
                <Button
                  size="sm"
                  variant="danger"
                  aria-label={t('removeNamed', { name: backup.name })}
                  disabledReason={reasons.remove(backup)}
                  onClick={() => onAct('remove', backup.id)}
                >
                  {t('remove')}
                </Button>
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
