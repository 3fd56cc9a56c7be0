'use client'
import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { ActionResult } from '~/lib/kernel/action-result'
import { type RelocationTurn, type RelocationView, relocationCan } from '~/lib/relocation/client'

export type Turn = (input: { relocationId: string; to: RelocationTurn }) => Promise<ActionResult<void>>
type Props = { relocation: RelocationView; turn: Turn; onTurned: () => void }

/** Possible actions on a relocation; irreversible ones ask for confirmation. */
export function TurnButtons({ relocation, turn, onTurned }: Props) {
  const t = useTranslations('planning.turn')
  const refusalText = useRefusalText()
  const [isPending, startTransition] = useTransition()
  const [asked, setAsked] = useState<'stop' | 'undo' | null>(null)
  const facts = { state: relocation.state, kind: relocation.kind, left: relocation.left.length }
  const ask = async (to: RelocationTurn) => {
    const result = await turn({ relocationId: relocation.id, to })
    if (result.ok) {
      showToast('ok', t(`done.${to}`))
      onTurned()
    }
    return result
  }
  const at = (to: RelocationTurn) =>
    startTransition(async () => {
      const result = await ask(to)
      if (!result.ok) showToast('bad', refusalText(result))
    })
  return (
    <>
      {relocationCan.turn(facts, 'undo') && <Button onClick={() => setAsked('undo')}>{t('undo')}</Button>}
      {relocationCan.turn(facts, 'stop') && <Button onClick={() => setAsked('stop')}>{t('stop')}</Button>}
      {relocationCan.turn(facts, 'pause') && (
        <Button pending={isPending} onClick={() => at('pause')}>
          {t('pause')}
        </Button>
      )}
      {relocationCan.turn(facts, 'resume') && (
        <Button variant="primary" pending={isPending} onClick={() => at('resume')}>
          {t(relocation.state === 'paused' ? 'resume' : 'planRest')}
        </Button>
      )}
      {asked && (
        <ConfirmDialog
          isOpen
          onClose={() => setAsked(null)}
          title={t(`ask.${asked}.title`)}
          confirmLabel={t(asked)}
          onConfirm={() => ask(asked)}
        >
          <p>{t(`ask.${asked}.${relocation.kind}`)}</p>
        </ConfirmDialog>
      )}
    </>
  )
}
