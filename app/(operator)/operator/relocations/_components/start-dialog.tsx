'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Select } from '~/components/ui/fields/select'
import type { SelectOption } from '~/components/ui/fields/select-control'
import { TextField } from '~/components/ui/fields/text-field'
import { Button } from '~/components/ui/links/button'
import { Dialog } from '~/components/ui/overlays/dialog'
import type { ActionResult } from '~/lib/kernel/action-result'
import type { Id } from '~/lib/kernel/ids'
import { routes } from '~/lib/routes'

export type StartFields = {
  reason: string
  concurrentMax: number
  startsAt: string | null
  windowHours: number | null
}
type Props<I> = {
  label: string
  title: string
  submit: string
  /** Extra input: the target, and the plan that was shown. */
  extra: I
  action: (input: I & StartFields) => Promise<ActionResult<{ relocationId: Id<'relocation'> }>>
  /** Coming nights, computed by the server. */
  nights: readonly SelectOption[]
  /** Why it cannot be started. */
  disabledReason?: string | undefined
}

const concurrency = [1, 2, 3, 5, 10] as const
const windows = [2, 4, 8] as const
const now = 'now'
const none = 'none'

/** Asks for time, parallelism and reason, then opens the started relocation. */
export function StartDialog<I extends object>(props: Props<I>) {
  const { label, title, submit, extra, action, nights, disabledReason } = props
  const t = useTranslations('planning.start')
  const [isOpen, setOpen] = useState(false)
  const router = useRouter()
  return (
    <>
      <Button variant="primary" disabledReason={disabledReason} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title={title}>
        <ActionForm
          action={(input: Record<string, string>) => action({ ...extra, ...fieldsOf(input) })}
          onSuccess={({ relocationId }) => router.push(routes.operator.relocation(relocationId))}
        >
          <TextField name="reason" label={t('reason')} hint={t('reasonHint')} minLength={3} maxLength={300} />
          <Select
            name="startsAt"
            label={t('startsAt')}
            hint={t('startsAtHint')}
            options={[{ value: now, label: t('now') }, ...nights]}
          />
          <Select
            name="windowHours"
            label={t('window')}
            hint={t('windowHint')}
            options={[
              { value: none, label: t('windowNone') },
              ...windows.map((hours) => ({ value: String(hours), label: t('windowHours', { hours }) })),
            ]}
          />
          <Select
            name="concurrentMax"
            label={t('concurrent')}
            defaultValue="2"
            options={concurrency.map((count) => ({ value: String(count), label: String(count) }))}
          />
          <SubmitButton>{submit}</SubmitButton>
        </ActionForm>
      </Dialog>
    </>
  )
}

function fieldsOf(input: Record<string, string>): StartFields {
  const { reason = '', startsAt = now, windowHours = none, concurrentMax = '2' } = input
  return {
    reason,
    startsAt: startsAt === now ? null : startsAt,
    windowHours: windowHours === none ? null : Number(windowHours),
    concurrentMax: Number(concurrentMax),
  }
}
