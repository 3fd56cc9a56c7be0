'use client'
import { useTranslations } from 'next-intl'
import { Callout } from '~/components/ui/display/callout'
import type { AskedProof } from '~/components/ui/fields/proof'
import { ProofField } from '~/components/ui/fields/proof-field'

/** Why a form requires a proof of identity, and its input. */
export default function ProofPart({ asked }: { asked: AskedProof }) {
  const t = useTranslations('errors')
  return (
    <div className="col-span-full grid gap-3">
      <Callout live>{t('proof_required')}</Callout>
      <ProofField asked={asked} />
    </div>
  )
}
