'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { RadioGroup } from '~/components/ui/fields/radio-group'
import { Button } from '~/components/ui/links/button'
import { Dialog } from '~/components/ui/overlays/dialog'

const choices = [7, 15, 30, 60]
const usual = 30

type Props = { isAgain: boolean; onClose: () => void; onQuote: (validDays: number) => void }

/** The validity of the quote, during which it holds its capacity. */
export function QuoteDialog({ isAgain, onClose, onQuote }: Props) {
  const t = useTranslations('ordering.quote')
  const [days, setDays] = useState(usual)
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t(isAgain ? 'titleAgain' : 'title')}
      footer={
        <Button variant="primary" onClick={() => onQuote(days)}>
          {t('submit')}
        </Button>
      }
    >
      <div className="grid gap-4">
        <p>{t('text')}</p>
        {isAgain && <p>{t('again')}</p>}
        <RadioGroup
          name="validDays"
          legend={t('valid')}
          look="chips"
          value={String(days)}
          onValueChange={(value) => setDays(Number(value))}
          options={choices.map((count) => ({ value: String(count), label: t('days', { count }) }))}
        />
      </div>
    </Dialog>
  )
}
