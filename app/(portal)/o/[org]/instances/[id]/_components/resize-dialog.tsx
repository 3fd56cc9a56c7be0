'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useSpecText } from '~/components/compute/bundle-spec'
import { ChangeNote } from '~/components/ordering/change-note'
import { FieldContext } from '~/components/ui/fields/field-context'
import { RadioGroup } from '~/components/ui/fields/radio-group'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import type { ActionResult } from '~/lib/kernel/action-result'
import type { Id } from '~/lib/kernel/ids'
import { formatMoney, type Locale } from '~/lib/kernel/text/format'
import type { WaitsFrom } from '~/lib/ordering/client'
import type { InstanceView, ResizeChoice } from '~/lib/resources/client'

type Props = {
  instance: InstanceView
  choices: readonly ResizeChoice[]
  waitsFrom: WaitsFrom
  onClose: () => void
  save: (bundleId: Id<'bundle'>) => Promise<ActionResult<unknown>>
}

/** The bundles that this server could have, each with its price, or the reason why not. */
export function ResizeDialog({ instance, choices, waitsFrom, onClose, save }: Props) {
  const t = useTranslations('compute.resize')
  const reasons = useTranslations('errors')
  const locale = useLocale() as Locale
  const spec = useSpecText()
  // The list was read with the page: after a change of bundle, only the client knows which one is current.
  const refusalOf = (choice: ResizeChoice) =>
    choice.bundleId === instance.bundle.id
      ? 'same_bundle'
      : choice.rootDiskGib < instance.bundle.rootDiskGib
        ? 'smaller_disk'
        : choice.refusal === 'other_volume' || choice.refusal === 'committed_to_more'
          ? choice.refusal
          : null
  // Available choices first, cheapest first.
  const ordered = choices.toSorted(
    (one, other) =>
      Number(refusalOf(one) !== null) - Number(refusalOf(other) !== null) ||
      Number(BigInt(one.monthlyCents) - BigInt(other.monthlyCents)),
  )
  const first = ordered.find((choice) => refusalOf(choice) === null)
  const [bundleId, setBundleId] = useState(first?.bundleId)
  const centsOf = (id: string | undefined) =>
    BigInt(choices.find((choice) => choice.bundleId === id)?.monthlyCents ?? 0)
  const moreCents = bundleId === undefined ? 0n : centsOf(bundleId) - BigInt(instance.monthlyCents)
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('title', { name: instance.name })}
      confirmLabel={t('confirm')}
      onConfirm={() =>
        bundleId ? save(bundleId) : Promise.resolve({ ok: false as const, code: 'invalid_input' })
      }
    >
      <p className="text-ink-2">{first ? t('text') : t('none')}</p>
      <FieldContext value={null}>
        <RadioGroup
          name="bundle"
          legend={t('legend')}
          {...(bundleId && { value: bundleId })}
          onValueChange={setBundleId}
          options={ordered.map((choice) => {
            const refusal = refusalOf(choice)
            return {
              value: choice.bundleId,
              label: choice.name,
              hint: refusal ? `${spec(choice)} · ${reasons(`reason.${refusal}`)}` : spec(choice),
              note: t('note', { price: formatMoney(BigInt(choice.monthlyCents), locale) }),
              disabled: refusal !== null,
            }
          })}
        />
      </FieldContext>
      {bundleId && moreCents !== 0n && (
        <p className="font-semibold" aria-live="polite">
          {t(moreCents > 0n ? 'more' : 'less', {
            price: formatMoney(moreCents > 0n ? moreCents : -moreCents, locale),
          })}
        </p>
      )}
      <ChangeNote moreCents={moreCents} from={waitsFrom} />
    </ConfirmDialog>
  )
}
