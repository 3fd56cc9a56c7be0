'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Checkbox } from '~/components/ui/fields/checkbox'
import { TextLink } from '~/components/ui/links/text-link'
import { routes } from '~/lib/routes'

/** Two documents with two checkboxes, both unticked. */
export function Acceptances() {
  const t = useTranslations('identity.signUp')
  const link = (href: string) => (words: ReactNode) => (
    <TextLink href={href} target="_blank">
      {words}
    </TextLink>
  )
  return (
    <div className="grid gap-1">
      <Checkbox name="acceptsTerms" required label={t.rich('terms', { link: link(routes.terms()) })} />
      <Checkbox name="acceptsDpa" required label={t.rich('dpa', { link: link(routes.dataProcessing()) })} />
    </div>
  )
}
