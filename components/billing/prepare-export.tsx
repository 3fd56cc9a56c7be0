'use client'
import { useTranslations } from 'next-intl'
import { Button } from '~/components/ui/links/button'
import { type PrepareExportAction, usePrepareExport } from './use-prepare-export'

type Props<I> = {
  input: I
  action: PrepareExportAction<I>
  /** The full label of the button. */
  label: string
}

/** Prepares an export in the background; the list below shows it. */
export function PrepareExport<I>({ action, input, label }: Props<I>) {
  const t = useTranslations('billingExports')
  const [prepare, isPending] = usePrepareExport(action)
  return (
    <Button size="sm" variant="quiet" onClick={() => prepare(input)} pending={isPending} aria-label={label}>
      {t('prepare')}
    </Button>
  )
}
