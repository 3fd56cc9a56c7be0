'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { TextArea } from '~/components/ui/fields/text-area'
import { Dialog } from '~/components/ui/overlays/dialog'
import { showToast } from '~/components/ui/overlays/toast'
import { decideCasesAction } from '../actions'
import type { QueueItem } from './queue-list'

type Input = { caseIds: string[]; decision: 'accepted' | 'refused'; reason?: string }
type Result = { caseId: string; code: string | null }
type Props = {
  decision: 'accepted' | 'refused'
  items: readonly QueueItem[]
  onClose: () => void
  onDone: () => void
}

/** Lists the affected cases before a bulk decision, and the failures after it. */
export function BulkDialog({ decision, items, onClose, onDone }: Props) {
  const t = useTranslations('cases')
  const router = useRouter()
  const done = (results: readonly Result[]) => {
    const failed = results.filter(({ code }) => code !== null).length
    if (failed > 0) showToast('bad', t('someFailed', { failed, count: results.length }))
    else showToast('ok', t('allDone', { count: results.length }))
    onDone()
    router.refresh()
  }
  return (
    <Dialog isOpen onClose={onClose} title={t(`many.${decision}`, { count: items.length })}>
      <ActionForm<Input, Result[]>
        action={decideCasesAction}
        extra={{ caseIds: items.map(({ id }) => id), decision }}
        onSuccess={done}
      >
        <p>{t(`manyText.${decision}`)}</p>
        <ul className="max-h-60 divide-y divide-line overflow-y-auto rounded-control border border-line">
          {items.map((item) => (
            <li key={item.id} className="px-3 py-2">
              {item.title}
              <span className="block text-sm text-ink-2">{item.detail}</span>
            </li>
          ))}
        </ul>
        {decision === 'refused' && (
          <TextArea name="reason" label={t('reason')} hint={t('reasonHint')} maxLength={2000} rows={4} />
        )}
        <SubmitButton>{t(decision === 'accepted' ? 'acceptMany' : 'refuseMany')}</SubmitButton>
      </ActionForm>
    </Dialog>
  )
}
