'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import type { NegotiatedListEntry, NegotiatedPreview } from '~/lib/catalogue/client'
import type { NegotiatedListInput } from '~/lib/catalogue/schema'
import { previewListAction } from '../actions'
import { PreviewDialog } from './preview-dialog'

type Props = {
  organisationId: string
  organisation: string
  takeBack: NonNullable<NegotiatedListEntry['takeBack']>
}

/** Opens a preview that restores the previous prices; it is published from there, like every list. */
export function TakeBack({ organisationId, organisation, takeBack }: Props) {
  const t = useTranslations('pricing.negotiated')
  const refusalText = useRefusalText()
  const [isPending, setPending] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const [shown, setShown] = useState<{ input: NegotiatedListInput; preview: NegotiatedPreview } | null>(null)
  const preview = async () => {
    setPending(true)
    const { day, lines } = takeBack
    const input = { organisationId, day, lines, reason: t('takeBackReason') }
    const result = await previewListAction(input)
    setPending(false)
    setRefusal(result.ok ? null : refusalText(result))
    if (result.ok) setShown({ input, preview: result.data })
  }
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <Button size="sm" pending={isPending} onClick={() => void preview()}>
        {t(takeBack.lines.length === 0 ? 'takeBackToPublic' : 'takeBack')}
      </Button>
      <p className={refusal ? 'text-sm text-bad' : 'text-sm text-ink-3'} role={refusal ? 'alert' : undefined}>
        {refusal ?? t('takeBackNote')}
      </p>
      {shown && (
        <PreviewDialog
          organisation={organisation}
          {...shown}
          onClose={() => setShown(null)}
          onPublished={() => setShown(null)}
        />
      )}
    </div>
  )
}
