import { useTranslations } from 'next-intl'

const steps = ['signUp', 'order', 'connect'] as const

/** Three steps to a running server. */
export function Steps() {
  const t = useTranslations('landing.steps')
  return (
    <section aria-labelledby="steps" className="grid gap-6 py-14">
      <h2 id="steps" className="text-2xl">
        {t('title')}
      </h2>
      <ol className="grid gap-x-8 gap-y-6 md:grid-cols-3">
        {steps.map((step, index) => (
          <li key={step} className="grid content-start gap-2 border-t-2 border-amber pt-4">
            <p className="font-mono text-sm text-ink-3" aria-hidden="true">
              {index + 1}
            </p>
            <h3 className="text-lg">{t(`${step}.title`)}</h3>
            <p className="text-ink-2">{t(`${step}.text`)}</p>
          </li>
        ))}
      </ol>
    </section>
  )
}
