import { useTranslations } from 'next-intl'
import { Callout } from '~/components/ui/display/callout'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Spinner } from '~/components/ui/links/button'
import { Dialog } from '~/components/ui/overlays/dialog'
import { useQuery } from '~/components/ui/queries'
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
  const { data: result, isError } = useQuery({
    queryKey: ['firewall', 'preview', organisationId, edit],
    queryFn: () => previewFirewallAction({ organisationId, edit }),
    // Rules may have changed since the dialog was last open.
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const preview = result?.ok ? result.data : null
  const failed = isError ? { code: 'unavailable' } : result && !result.ok ? result : null
  const refusal = failed && refusalText(failed)
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
