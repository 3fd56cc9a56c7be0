'use client'
import { useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { Button } from '~/components/ui/links/button'
import { takeFocus } from '~/components/ui/overlays/take-focus'
import type { ImportPreview } from '~/lib/datacentre/client'
import { ErrorTable } from './error-table'
import { LineTable } from './line-table'

type Props = { preview: ImportPreview; isPending: boolean; onConfirm: () => void }

/** The effects of the list and the import button; with rejected lines, why nothing is imported. */
export function PreviewCard({ preview, isPending, onConfirm }: Props) {
  const t = useTranslations('import')
  const { created, changed, same, newRacks, errors } = preview
  const count = created.length + changed.length
  const isRefused = errors.length > 0
  const counts = { created: created.length, changed: changed.length, same }
  return (
    <Card
      title={
        <span ref={takeFocus} tabIndex={-1} className="outline-none">
          {isRefused ? t('refused', { count: errors.length }) : t('would', counts)}
        </span>
      }
      note={
        isRefused ? t('refusedNote') : newRacks.length > 0 && t('newRacks', { names: newRacks.join(', ') })
      }
      actions={
        !isRefused && (
          <Button
            variant="primary"
            pending={isPending}
            disabledReason={count === 0 ? t('nothingToDo') : undefined}
            onClick={onConfirm}
          >
            {t('confirm', { count })}
          </Button>
        )
      }
      padded={false}
    >
      {isRefused ? <ErrorTable errors={errors} /> : count > 0 && <LineTable preview={preview} />}
    </Card>
  )
}
