'use client'
import { useTranslations } from 'next-intl'
import { useState, useTransition } from 'react'
import { ScrollRegion } from '~/components/table/scroll-region'
import { Card } from '~/components/ui/display/card'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import { showToast } from '~/components/ui/overlays/toast'
import type { Id } from '~/lib/kernel/ids'
import { readUserDataAction } from '../../actions'

/** The user data of the server, fetched only when someone asks for it: it may hold secrets. */
export default function UserDataCard(input: { organisationId: string; instanceId: Id<'instance'> }) {
  const t = useTranslations('compute.userData')
  const refusalText = useRefusalText()
  const [text, setText] = useState<string | null>(null)
  const [isPending, startTransition] = useTransition()
  const show = () =>
    startTransition(async () => {
      const result = await readUserDataAction(input)
      if (result.ok) setText(result.data.userData)
      else showToast('bad', refusalText(result))
    })
  return (
    <Card title={t('title')}>
      <p className="text-ink-2">{t('text')}</p>
      {text === null ? (
        <Button className="mt-3" pending={isPending} onClick={show}>
          {t('show')}
        </Button>
      ) : (
        <>
          <Button className="mt-3" onClick={() => setText(null)}>
            {t('hide')}
          </Button>
          <ScrollRegion label={t('title')} className="mt-3">
            <pre className="font-mono text-sm">{text}</pre>
          </ScrollRegion>
        </>
      )}
    </Card>
  )
}
