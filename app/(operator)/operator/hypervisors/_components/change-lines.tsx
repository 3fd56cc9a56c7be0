'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Button } from '~/components/ui/button'
import { Dialog } from '~/components/ui/dialog'
import { TextArea } from '~/components/ui/text-area'
import type { ActionResult } from '~/lib/kernel/action-result'

/** What a hypervisor has one a line: the addresses at which it is asked, or where no server of its zone may connect to. */
type Name = 'addresses' | 'ranges'
type Props<I> = {
  name: Name
  zone: string
  lines: readonly string[]
  /** What the action is given beside the lines. */
  extra: Partial<I>
  action: (input: I) => Promise<ActionResult<unknown>>
}

/** A button of a hypervisor's card and its dialog, in which these lines are written anew. */
export function ChangeLines<I extends object>({ name, zone, lines, extra, action }: Props<I>) {
  const t = useTranslations(`hypervisors.${name}`)
  const [isOpen, setOpen] = useState(false)
  const router = useRouter()
  const close = () => setOpen(false)
  return (
    <>
      <Button size="sm" variant="quiet" onClick={() => setOpen(true)} aria-label={t('openInFull', { zone })}>
        {t('open')}
      </Button>
      <Dialog isOpen={isOpen} onClose={close} title={t('title', { zone })}>
        <ActionForm
          action={action}
          extra={extra}
          successToast={t('done')}
          onSuccess={() => {
            close()
            router.refresh()
          }}
        >
          <p className="text-ink-2">{t('how')}</p>
          <TextArea
            name={name}
            label={t('label')}
            hint={t('hint')}
            defaultValue={lines.join('\n')}
            mono
            rows={5}
            maxLength={5_000}
            autoComplete="off"
            spellCheck={false}
          />
          <SubmitButton>{t('submit')}</SubmitButton>
        </ActionForm>
      </Dialog>
    </>
  )
}
