import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { Callout } from '~/components/ui/display/callout'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Spinner } from '~/components/ui/links/button'
import { Dialog } from '~/components/ui/overlays/dialog'
import type { FirewallPreview } from '~/lib/resources/client'
import { previewFirewallAction } from '../actions'
import { type Edit, PreviewStep } from './preview-step'

type Props = {
  organisationId: string
  edit: Edit
  title: string
  submit: string
  done: string
  danger?: boolean
  onClose: () => void
}

/** Reads and shows what a change would do, then carries it out. */
export function ChangeDialog({ organisationId, edit, title, onClose, ...step }: Props) {
  const t = useTranslations('firewall.preview')
  const refusalText = useRefusalText()
  const [preview, setPreview] = useState<FirewallPreview | null>(null)
  const [refusal, setRefusal] = useState<string | null>(null)
  const content = JSON.stringify(edit)
  // biome-ignore lint/correctness/useExhaustiveDependencies: one preview for each change, by its content.
  useEffect(() => {
    let isCurrent = true
    void previewFirewallAction({ organisationId, edit }).then((result) => {
      if (!isCurrent) return
      if (result.ok) setPreview(result.data)
      else setRefusal(refusalText(result))
    })
    return () => {
      isCurrent = false
    }
  }, [organisationId, content])
  return (
    <Dialog isOpen onClose={onClose} title={title} size="lg">
      {refusal && (
        <Callout tone="bad" live>
          {refusal}
        </Callout>
      )}
      {!preview && !refusal && (
        <p role="status" className="flex items-center gap-2 text-ink-2">
          <Spinner /> {t('reading')}
        </p>
      )}
      {preview && (
        <PreviewStep
          organisationId={organisationId}
          edit={edit}
          preview={preview}
          onDone={onClose}
          {...step}
        />
      )}
    </Dialog>
  )
}
