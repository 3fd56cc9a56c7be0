'use client'
import { useTranslations } from 'next-intl'
import { lazy } from 'react'
import { useRefreshWhile } from '~/app/_client/use-refresh-while'
import { DialogButton } from '~/components/ui/overlays/dialog-button'
import type { AddNameForm } from './add-name-form'

type Props = Omit<Parameters<typeof AddNameForm>[0], 'onClose'> & {
  /** A name is being published: the page refreshes. */
  isPending: boolean
  refusal: string | undefined
}

const Loaded = lazy(async () => ({ default: (await import('./add-name-form')).AddNameForm }))

/** Adds a name; its form is loaded on demand. */
export function AddName({ isPending, refusal, ...form }: Props) {
  const t = useTranslations('names')
  useRefreshWhile(isPending, ['resources'])
  return (
    <DialogButton size="sm" refusal={refusal} label={t('add.open')}>
      {(onClose) => <Loaded {...form} onClose={onClose} />}
    </DialogButton>
  )
}
