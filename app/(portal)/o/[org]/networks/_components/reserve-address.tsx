'use client'
import { useTranslations } from 'next-intl'
import { lazy } from 'react'
import { useRefreshWhile } from '~/app/_client/use-refresh-while'
import { DialogButton } from '~/components/ui/overlays/dialog-button'
import type { AddressReferences } from '~/lib/ordering/client'
import type { ReserveForm } from './reserve-form'

type Props = Omit<Parameters<typeof ReserveForm>[0], 'onClose' | 'references'> & {
  /** Null for people who may not order: the button gives the reason. */
  references: AddressReferences | null
  /** A hypervisor is applying a route: the page refreshes. */
  isPending: boolean
  refusal: string | undefined
}

const Loaded = lazy(async () => ({ default: (await import('./reserve-form')).ReserveForm }))

/** Reserves an address; its form is loaded on demand. */
export function ReserveAddress({ isPending, refusal, references, ...form }: Props) {
  const t = useTranslations('networks.address')
  useRefreshWhile(isPending, ['resources'])
  return (
    <DialogButton size="sm" variant="primary" refusal={refusal} label={t('reserve')}>
      {(onClose) => references && <Loaded {...form} references={references} onClose={onClose} />}
    </DialogButton>
  )
}
