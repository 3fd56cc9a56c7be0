'use client'
import { useRouter } from 'next/navigation'
import { useLocale } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { MachineNameField } from '~/components/compute/machine-name-field'
import { FieldContext } from '~/components/ui/fields/field-context'
import { RadioGroup } from '~/components/ui/fields/radio-group'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import type { ActionResult } from '~/lib/kernel/action-result'
import type { Id } from '~/lib/kernel/ids'
import { formatMoney, type Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'

/** A bundle with a description of its content. */
type Choice = { bundleId: Id<'bundle'>; name: string; monthlyCents: string; hint: string }
type Order = { idempotencyKey: string; bundleId: Id<'bundle'>; name: string }
type Props = {
  organisationId: string
  words: {
    title: string
    confirm: string
    name: string
    bundle: string
    /** Text when no bundle is large enough. */
    none: string
    price: (price: string) => string
  }
  /** The source of the new volume or server. */
  children: ReactNode
  /** The bundles that are large enough. */
  choices: readonly Choice[]
  onClose: () => void
  save: (order: Order) => Promise<ActionResult<{ orderId: string }>>
}

/** Orders a volume or server created from a copy, with name and bundle; then opens the order. */
export function OrderFromCopyDialog({ organisationId, words, children, choices, onClose, save }: Props) {
  const locale = useLocale() as Locale
  const router = useRouter()
  // One key while the dialog is open: a second press is the same order.
  const [idempotencyKey] = useState(() => crypto.randomUUID())
  const [name, setName] = useState('')
  const [bundleId, setBundleId] = useState(choices[0]?.bundleId)
  const order = async () => {
    if (!bundleId) return { ok: false as const, code: 'invalid_input' as const }
    const result = await save({ idempotencyKey, bundleId, name: name.trim() })
    if (result.ok) router.push(routes.org.orderDetail(organisationId, result.data.orderId))
    return result
  }
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={words.title}
      confirmLabel={words.confirm}
      onConfirm={order}
    >
      {children}
      <FieldContext value={null}>
        <MachineNameField name="copy-name" label={words.name} value={name} onChange={setName} />
        {choices.length === 0 ? (
          <p className="text-ink-2">{words.none}</p>
        ) : (
          <RadioGroup
            name="copy-bundle"
            legend={words.bundle}
            {...(bundleId && { value: bundleId })}
            onValueChange={(value) => setBundleId(choices.find((each) => each.bundleId === value)?.bundleId)}
            options={choices.map((choice) => ({
              value: choice.bundleId,
              label: choice.name,
              hint: choice.hint,
              note: words.price(formatMoney(BigInt(choice.monthlyCents), locale)),
            }))}
          />
        )}
      </FieldContext>
    </ConfirmDialog>
  )
}
